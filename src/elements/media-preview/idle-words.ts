/** What `<media-preview>` says before it is turned on (LOOK 10). */
export const idleWords = {
  'preview.label': 'Camera and microphone check',
  'preview.label.audio': 'Microphone check',
  'preview.idle.title': 'Check how you look and sound',
  'preview.idle.title.audio': 'Check how you sound',
  'preview.private': 'Nothing is recorded or sent until you join.',
  'preview.start': 'Turn on',
  'preview.camera': 'Camera',
  'preview.microphone': 'Microphone',
  'preview.speaker': 'Speaker',
} as const;
