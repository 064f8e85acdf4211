import type { ChatMessage } from '../../../core/chat/api.ts';
import type { FileData } from '../../../core/protocol/index.ts';
import type { ChannelHost } from '../host.ts';
import { plainName } from './format.ts';
import type { PhotoViewer } from './photo-viewer.ts';

/** Addresses of files, which expire, and what a click on one does. */
export class FileLinks {
  readonly #fresh = new Map<string, string>();
  readonly #host: ChannelHost;
  readonly #viewer: PhotoViewer;

  constructor(host: ChannelHost, viewer: PhotoViewer) {
    this.#host = host;
    this.#viewer = viewer;
  }

  reset(): void {
    this.#fresh.clear();
  }

  url(file: FileData): string {
    return this.#fresh.get(file.file_id) ?? this.#host.view?.fileUrl(file) ?? '';
  }

  /** A picture opens large, unless a new tab is asked for. */
  openPhoto(event: MouseEvent, item: ChatMessage): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const src = item.localUrl ?? (item.file && this.url(item.file));
    if (src) void this.#viewer.open(src, plainName((item.file ?? item.localFile)?.name ?? ''));
  }

  /** A signed address expires: a click fetches a fresh one first. */
  openFile(event: Event, file: FileData): void {
    const link = event.currentTarget as HTMLAnchorElement;
    const { view } = this.#host;
    if (!view || link.dataset.fresh) return;
    event.preventDefault();
    const open = (url?: string) => {
      if (url) {
        this.#fresh.set(file.file_id, url);
        link.href = url;
      }
      link.dataset.fresh = 'yes';
      link.click();
      delete link.dataset.fresh;
    };
    void view.refreshFile(file).then(open, () => open());
  }

  /** A picture that does not come may only have an address that expired: asked for again, once. */
  photoFailed(event: Event, file: FileData): void {
    const { view } = this.#host;
    if (!view || this.#fresh.has(file.file_id)) return;
    const image = event.target as HTMLImageElement;
    this.#fresh.set(file.file_id, image.src);
    void view.refreshFile(file).then(
      (url) => {
        this.#fresh.set(file.file_id, url);
        image.src = url;
      },
      () => {},
    );
  }
}
