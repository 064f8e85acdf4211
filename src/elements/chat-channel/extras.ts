/** What `<chat-channel>` can do without until its history is painted, in one chunk. Opened by `extras-door.ts`. */
export { extraStyles } from './extras.styles.ts';
export { fileContent } from './file-content.ts';
export { PhotoViewer } from './photo-viewer.ts';
export { onInnerKey, onRowKey } from './row-keys.ts';
export { Speaker } from './speaker.ts';
export { thumb } from './tray.ts';
