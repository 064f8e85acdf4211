export type Kind = 'microphone' | 'camera' | 'screen';

/** The codes that are raised before anything was refused; the other reasons come with what tells them apart, in `why-not.ts`. */
export type EarlyCode = 'media:in-use-by-call' | 'media:not-found' | 'media:unsupported' | 'media:failed';
