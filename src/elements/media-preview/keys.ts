/** M mutes and V switches the camera (LOOK 7), but not what is typed into a field or a picker. */
export function onPreviewKey(event: KeyboardEvent): void {
  const target = event.composedPath()[0] as HTMLElement;
  const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing) return;
  const key = event.key.toLowerCase();
  const control = (event.currentTarget as Element).querySelector<HTMLElement>(`[aria-keyshortcuts="${key === 'm' || key === 'v' ? key : ''}"]`);
  if (!control) return;
  control.click();
  event.preventDefault();
  event.stopPropagation();
}

/** What had the focus is gone: on to what takes its place, unless the focus is elsewhere in the page by now. */
export function keepFocus(host: HTMLElement, root: ShadowRoot): void {
  if (root.activeElement || (document.activeElement !== host && document.activeElement !== document.body)) return;
  const find = (selector: string) => root.querySelector<HTMLElement>(selector);
  const next = find('.retry') ?? find('.help-b .btn') ?? find('.cb') ?? find('.btn');
  next?.focus({ preventScroll: true });
}
