import { buttonStyles } from '../../internal/button.styles.ts';
import { lineStyles } from '../../internal/parts.styles.ts';
import type { ChannelHost } from '../host.ts';
import { thumbs } from './attachments.ts';
import { writingStyles } from './composer/writing.styles.ts';
import { Writing } from './composer/writing.ts';
import { fileContent } from './file-content.ts';
import { FileLinks } from './file-links.ts';
import { PhotoViewer } from './photo-viewer.ts';
import { notice, showAll, sign, trouble } from './rare-rows.ts';
import { onInnerKey, onRowKey } from './row-keys.ts';
import { Speaker } from './speaker.ts';
import { banner, counter, dropText, frozenTag, jump, locked, middle, stateSaid, stickyDay, typists } from './states.ts';
import { fileStyles } from './styles/files.styles.ts';
import { forcedStyles } from './styles/forced.styles.ts';
import { stateStyles } from './styles/states.styles.ts';
import { summary } from './summary.ts';

/**
 * What one `<chat-channel>` can do without until its history is painted: files and their viewer, keys on messages, speech, rare rows,
 * banners and locks, with their styles and words. One chunk, opened by `extras-door.ts`.
 */
export class ChannelExtras {
  static readonly styles = [...buttonStyles, stateStyles, fileStyles, lineStyles, writingStyles, forcedStyles];

  readonly viewer: PhotoViewer;
  readonly speaker: Speaker;
  readonly links: FileLinks;
  readonly writing: Writing;
  readonly thumbs = thumbs();

  readonly banner = banner;
  readonly counter = counter;
  readonly dropText = dropText;
  readonly fileContent = fileContent;
  readonly frozenTag = frozenTag;
  readonly jump = jump;
  readonly locked = locked;
  readonly middle = middle;
  readonly notice = notice;
  readonly onInnerKey = onInnerKey;
  readonly onRowKey = onRowKey;
  readonly showAll = showAll;
  readonly sign = sign;
  readonly stateSaid = stateSaid;
  readonly stickyDay = stickyDay;
  readonly summary = summary;
  readonly trouble = trouble;
  readonly typists = typists;

  constructor(host: ChannelHost) {
    this.viewer = new PhotoViewer(host);
    this.links = new FileLinks(host, this.viewer);
    this.writing = new Writing(host);
    this.speaker = new Speaker(
      () => host.clock,
      (text, assertive) => host.say(text, assertive),
    );
  }

  /** Another channel. */
  reset(): void {
    this.speaker.reset();
    this.links.reset();
  }
}
