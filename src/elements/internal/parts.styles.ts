import { css } from 'lit';

// Apart, because a bundler cannot drop a stylesheet that shares a module with one in use.
export { avatarStyles } from './avatar.styles.ts';
export { buttonStyles } from './button.styles.ts';

/** Round call controls: `.cb`, `.hang`, `.ans`; pressed is inverted. */
export const controlStyles = css`
  .cb {
    position: relative;
    display: inline-grid;
    place-items: center;
    flex: none;
    transition:
      background-color var(--_fast),
      scale var(--_fast) var(--_out);
  }
  .cb {
    inline-size: var(--_cap);
    block-size: var(--_cap);
    border-radius: var(--_r-pill);
    background: var(--_fill-1);
  }
  .cb:hover {
    background: var(--_fill-2);
  }
  .cb:active {
    scale: 0.94;
  }
  .cb[aria-pressed='true'],
  .cb[aria-expanded='true'] {
    background: var(--_text);
    color: var(--_surface);
  }
  .cb.hang {
    background: var(--_fill-danger);
    color: #fff;
    inline-size: calc(var(--_cap) * 1.3);
  }
  .cb.ans {
    background: var(--_fill-positive);
    color: #fff;
  }
  .cb:is(.hang, .ans):hover {
    filter: brightness(1.08);
  }
  @media (prefers-reduced-motion: reduce) {
    .cb:active {
      scale: none;
    }
  }
  @media (forced-colors: active) {
    .cb {
      border: 1px solid ButtonBorder;
    }
    .cb[aria-pressed='true'],
    .cb[aria-expanded='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .cb.hang {
      border-width: 2px;
    }
  }
`;

/** The line (LOOK 1): an empty `<span class="line" data-s="…" aria-hidden="true">`, drawn by `LineController`. Height: `--lh`. */
export const lineStyles = css`
  .line {
    --lh: 22px;
    display: flex;
    align-items: center;
    gap: 3px;
    block-size: var(--lh);
    overflow: hidden;
    flex: 1 1 40px;
    min-inline-size: 24px;
    color: var(--_line-c, var(--_accent-ink));
    direction: ltr;
  }
  .line > i {
    inline-size: 2px;
    block-size: var(--lh);
    flex: none;
    border-radius: 2px;
    background: currentColor;
  }
  .line:is([data-s='hold'], [data-s='lost']) {
    color: var(--_warning-ink);
  }
  .line[data-s='hold'] > i {
    inline-size: 5px;
    margin-inline: -1.5px;
    border-radius: 0;
  }
  .line[data-s='flat'] {
    color: var(--_ink-3);
  }
  @media (forced-colors: active) {
    .line {
      color: CanvasText !important;
      forced-color-adjust: none;
    }
  }
`;

/** Connection quality: `<span class="q" data-q="0…4">` with four `<i>`. */
export const qualityStyles = css`
  .q {
    display: inline-flex;
    align-items: flex-end;
    gap: 2px;
    block-size: 13px;
    flex: none;
    color: var(--_positive-ink);
  }
  .q > i {
    inline-size: 3px;
    border-radius: 1px;
    background: var(--_fill-3);
    block-size: 34%;
  }
  .q > :nth-child(2) {
    block-size: 56%;
  }
  .q > :nth-child(3) {
    block-size: 78%;
  }
  .q > :nth-child(4) {
    block-size: 100%;
  }
  .q[data-q='4'] > i,
  .q[data-q='3'] > :nth-child(-n + 3),
  .q[data-q='2'] > :nth-child(-n + 2),
  .q[data-q='1'] > :first-child {
    background: currentColor;
  }
  .q[data-q='2'] {
    color: var(--_warning-ink);
  }
  .q:is([data-q='1'], [data-q='0']) {
    color: var(--_danger-ink);
  }
  @media (forced-colors: active) {
    .q {
      color: CanvasText !important;
      forced-color-adjust: none;
    }
    .q > i {
      background: GrayText;
    }
  }
`;
