/** Calls back when an element comes into view or leaves it, and at first; an element without a box is in nobody's view. Returns the undo. */
export function onSeen(element: Element, listener: (seen: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => listener(entries.at(-1)!.isIntersecting));
  observer.observe(element);
  return () => observer.disconnect();
}

/** How much of what is drawn must be in view, for a person to notice it and to press what is on it. */
const ENOUGH = 0.5;

/**
 * Whether a person sees this part of a page: calls back at once, and when that changes. What is scrolled away, clipped, or has no box is not seen.
 * Returns the undo.
 */
export function onInSight(element: Element, listener: (seen: boolean) => void): () => void {
  // a hidden page observes nothing: what can be told from the window alone is told at once
  const { width, height, top, bottom, left, right } = element.getBoundingClientRect();
  const visible = () => element.checkVisibility({ visibilityProperty: true });
  const inside =
    Math.min(bottom, innerHeight) - Math.max(top, 0) >= height * ENOUGH && Math.min(right, innerWidth) - Math.max(left, 0) >= width * ENOUGH;
  listener(visible() && width > 0 && inside);
  const observer = new IntersectionObserver((entries) => listener(visible() && entries.at(-1)!.intersectionRatio >= ENOUGH), { threshold: ENOUGH });
  observer.observe(element);
  return () => observer.disconnect();
}
