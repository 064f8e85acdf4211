import { css, type LitElement } from 'lit';

/**
 * For browsers without relative colours or `light-dark()`, which alone load it: the petrol palette as it stands; a page's accent colours
 * fills only. Important, because sheets that load with a call come after it.
 */
export const oldColours = css`
  :host {
    --_accent: var(--earshot-accent, #02627a) !important;
    --_surface: var(--earshot-surface, #fff) !important;
    --_text: var(--earshot-text, #241d17) !important;
    --_fill-accent: var(--_accent) !important;
    --_fill-edge: #0000 !important;
    --_on-accent: #fff !important;
    --_accent-ink: #02627a !important;
    --_tint: #4a9bb5 !important;
    --_soft: #e2f0f5 !important;
    --_fill-1: #241d170f !important;
    --_fill-2: #241d171a !important;
    --_danger: var(--earshot-danger, #cb2e2e) !important;
    --_positive: var(--earshot-positive, #1d8951) !important;
    --_danger-ink: #a51c20 !important;
    --_positive-ink: #126b3d !important;
    --_warning-ink: #85560b !important;
    --_warning-soft: #f7ebd6 !important;
    --_fill-danger: var(--_danger) !important;
    --_fill-positive: #157a46 !important;
    --_fill-3: #241d1729 !important;
    --_hair: #241d171c !important;
    --_raised: var(--_surface) !important;
  }
  :host([theme='dark']) {
    --_surface: #15242a !important;
    --_text: #f6f4f1 !important;
    --_accent-ink: #8fd0e6 !important;
    --_soft: #24404a !important;
    --_fill-1: #f6f4f117 !important;
    --_fill-2: #f6f4f124 !important;
    --_danger-ink: #ff9c92 !important;
    --_positive-ink: #7fd6a2 !important;
    --_warning-ink: #f2c57e !important;
    --_warning-soft: #3a3222 !important;
    --_fill-3: #f6f4f136 !important;
    --_hair: #f6f4f121 !important;
  }
  .face {
    background: #cfe6ee;
    color: #0b3a48;
  }
`;

/** Has an element, and those of its class that come later, wear them: also when more sheets are put beside its own. */
export function useOldColours(element: LitElement): void {
  const { elementStyles } = element.constructor as typeof LitElement;
  if (!elementStyles.includes(oldColours)) elementStyles.push(oldColours);
  (element.renderRoot as ShadowRoot).adoptedStyleSheets.push(oldColours.styleSheet!);
}
