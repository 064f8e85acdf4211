import type { PushWords } from '../api.ts';

/** What notifications say: Arabic; names of another direction stay whole. */
export const words: Partial<PushWords> = {
  mention: 'أشار إليك \u2068{name}\u2069',
  text: 'رسالة جديدة',
  file: 'أرسل ملفًا',
  image: 'أرسل صورة',
  voice: 'أرسل رسالة صوتية',
  unread: 'رسائل غير مقروءة: {n}',
  call: '\u2068{name}\u2069 يتصل بك',
  audioCall: 'مكالمة صوتية',
  videoCall: 'مكالمة فيديو',
  answer: 'رد',
  decline: 'رفض',
  missed: 'مكالمة فائتة من \u2068{name}\u2069',
  over: 'انتهت المكالمة',
};
