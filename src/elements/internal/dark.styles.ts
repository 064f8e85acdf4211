import { css } from 'lit';
import { coreColours } from './core.styles.ts';
import { richColours } from './tokens.styles.ts';

/**
 * `.live` (call capsule) and `.stage` (video) run the derivations again on a dark surface, so that every control works there without
 * a second palette.
 */
export const darkSurfaces = css`
  .live,
  .stage {
    color-scheme: dark;
    --_surface: oklch(from var(--_accent) 0.25 min(c * 0.28, 0.024) h);
    --_text: oklch(0.968 0.004 85);
    --_line-c: oklch(from var(--_accent) 0.84 min(max(c, 0.02), 0.115) h);
    ${coreColours}
    ${richColours}
    background: var(--_surface);
  }
  .stage {
    --_surface: oklch(from var(--_accent) 0.195 min(c * 0.2, 0.016) h);
  }
  @media (prefers-contrast: more) {
    .live,
    .stage {
      --_ink-2: var(--_text);
      --_ink-3: color-mix(in oklab, var(--_text) 86%, var(--_surface));
      --_hair: var(--_edge);
    }
  }
  @supports not ((color: oklch(from red l c h)) and (color: light-dark(red, red))) {
    .live,
    .stage {
      --_surface: #15242a;
      --_text: #f6f4f1;
      --_line-c: #7fd0ec;
      --_fill-accent: var(--_accent);
      --_fill-edge: #0000;
      --_on-accent: #fff;
      --_accent-ink: #8fd0e6;
      --_tint: #4a9bb5;
      --_soft: #24404a;
      --_danger-ink: #ff9c92;
      --_positive-ink: #7fd6a2;
      --_warning-ink: #f2c57e;
      --_warning-soft: #3a3222;
      --_fill-danger: var(--_danger);
      --_fill-positive: #157a46;
      --_fill-1: #f6f4f117;
      --_fill-2: #f6f4f124;
      --_fill-3: #f6f4f136;
      --_hair: #f6f4f121;
      --_raised: var(--_surface);
    }
    :host([theme='dark']) {
      --_line-c: #7fd0ec;
    }
  }
`;
