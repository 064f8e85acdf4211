import type { PushWords } from '../api.ts';

/** What notifications say: Korean. */
export const words: Partial<PushWords> = {
  mention: '{name} 님이 나를 멘션했어요',
  text: '새 메시지',
  file: '파일을 보냈어요',
  image: '사진을 보냈어요',
  voice: '음성 메시지를 보냈어요',
  unread: '읽지 않은 메시지 {n}개',
  call: '{name} 님의 전화',
  audioCall: '음성 통화',
  videoCall: '영상 통화',
  answer: '받기',
  decline: '거절',
  missed: '{name} 님의 부재중 전화',
  over: '통화 종료',
};
