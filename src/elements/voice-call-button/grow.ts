/** Footprint of the button that a capsule grows out of. */
export interface Size {
  inline: number;
  block: number;
}

const SPRING = 'linear(0,.32 8%,.82 20%,1.04 32%,1.045 38%,1.006 54%,.998 66%,1)';

/** Grows a capsule out of the button that was in its place (LOOK 9). */
export function growFrom(element: HTMLElement, { inline, block }: Size): void {
  const style = getComputedStyle(element);
  const factor = Number.parseFloat(style.getPropertyValue('--earshot-motion') || '1');
  const { offsetWidth: width, offsetHeight: height } = element;
  if (!inline || !(factor > 0) || matchMedia('(prefers-reduced-motion: reduce)').matches || width <= inline) return;
  const end = `${width - inline}px`;
  const edge = `${Math.max(0, (height - block) / 2)}px`;
  const from = style.direction === 'rtl' ? `inset(${edge} 0 ${edge} ${end} round 99px)` : `inset(${edge} ${end} ${edge} 0 round 99px)`;
  const to = `inset(0 0 0 0 round ${style.borderRadius})`;
  const timing = { duration: 320 * factor, easing: SPRING };
  element.animate([{ clipPath: from }, { clipPath: to }], timing);
  let delay = 60;
  for (const part of element.querySelectorAll('.cap-t,.line,.q,.cap-c>*')) {
    part.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 200 * factor, delay: delay * factor, fill: 'backwards' });
    delay += 24;
  }
}
