import type { ChannelHost } from '../host.ts';

/** Files that are dragged over the channel and dropped there go to the composer. */
export function takeDrops({ composer }: ChannelHost, root: ShadowRoot): void {
  const onDrag = (event: Event) => {
    const { type, dataTransfer, relatedTarget } = event as DragEvent;
    if (type === 'dragleave') {
      if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) composer.dragging = false;
    } else if (dataTransfer?.types.includes('Files') && composer.textarea) {
      event.preventDefault();
      composer.dragging = type !== 'drop';
      if (type === 'drop') composer.add(dataTransfer.files);
    }
  };
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) root.addEventListener(type, onDrag);
}
