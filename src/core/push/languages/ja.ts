import type { PushWords } from '../api.ts';

/** What notifications say: Japanese. */
export const words: Partial<PushWords> = {
  mention: '{name} さんがあなたにメンションしました',
  text: '新しいメッセージ',
  file: 'ファイルを送信しました',
  image: '写真を送信しました',
  voice: 'ボイスメッセージを送信しました',
  unread: '未読メッセージ {n} 件',
  call: '{name} さんから着信',
  audioCall: '音声通話',
  videoCall: 'ビデオ通話',
  answer: '応答',
  decline: '拒否',
  missed: '{name} さんからの不在着信',
  over: '通話が終了しました',
};
