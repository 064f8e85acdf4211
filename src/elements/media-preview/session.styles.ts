import { css } from 'lit';
import { helpStyles } from '../internal/help.styles.ts';
import { avatarStyles, controlStyles, lineStyles } from '../internal/parts.styles.ts';

/** What stands on the stage. */
const stageStyles = css`
  .vid {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    scale: -1 1;
    z-index: -1;
  }
  .scrim {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    block-size: 96px;
    background: linear-gradient(#0000, rgb(8 6 4 / 0.62));
    z-index: -1;
  }
  .glass {
    position: absolute;
    inset-inline-start: calc(var(--_u) * 2.5);
    inset-block-start: calc(var(--_u) * 2.5);
    display: inline-flex;
    align-items: center;
    gap: 7px;
    min-block-size: 28px;
    max-inline-size: calc(100% - var(--_u) * 5);
    padding-inline: 10px;
    border-radius: var(--_r-pill);
    background: rgb(22 18 14 / 0.72);
    color: #fff;
    font-size: var(--_fs-xs);
    font-weight: 500;
  }
  .undo {
    position: relative;
    flex: none;
    min-block-size: 28px;
    padding-inline: 6px;
    margin-inline-end: -4px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .undo:focus-visible {
    outline-color: #fff;
    outline-offset: -3px;
  }
  .view-b {
    position: absolute;
    inset-inline: calc(var(--_u) * 2.5);
    inset-block-end: calc(var(--_u) * 2.5);
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
  }
  .line-gap {
    flex: 1;
  }
  .cb .i {
    inline-size: 20px;
    block-size: 20px;
  }
  .view[data-video] .cb:not([aria-pressed='true']) {
    background: rgb(22 18 14 / 0.72);
    color: #fff;
  }
  .cb[aria-pressed='true'] {
    background: #fff;
    color: #1b1713;
  }
  .cb[aria-disabled='true'] {
    cursor: not-allowed;
  }
  .view[data-video] .line {
    color: #fff;
    filter: drop-shadow(0 0 2px rgb(0 0 0 / 0.5));
  }
  .msg .av {
    --s: 84px;
  }
  .g {
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    border-radius: var(--_r-pill);
    background: var(--_fill-1);
  }
  .g .i {
    inline-size: 22px;
    block-size: 22px;
  }
  @container mp (inline-size < 340px) {
    .msg .g {
      display: none;
    }
    .msg .av {
      --s: 64px;
    }
  }
  @media (pointer: coarse) {
    .undo {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .glass {
      border: 1px solid ButtonBorder;
      background: Canvas;
      color: CanvasText;
    }
    .cb[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
    }
  }
`;

/** The pickers, and what stands under them. */
const fieldStyles = css`
  .r {
    display: flex;
    gap: calc(var(--_u) * 2);
  }
  .r .btn,
  .ask .btn {
    flex: none;
  }
  .r .btn {
    border-radius: var(--_r-m);
  }
  .btn[aria-pressed='true'] {
    background: var(--_text);
    color: var(--_surface);
  }
  a.btn {
    text-decoration: none;
  }
  .field {
    flex: 1;
    min-inline-size: 0;
    position: relative;
    display: flex;
    align-items: center;
    min-block-size: var(--_ctl);
    border-radius: var(--_r-m);
    color: var(--_ink-2);
    font-size: var(--_fs-s);
    box-shadow: inset 0 0 0 1px var(--_edge);
  }
  .field:focus-within {
    outline: 2px solid var(--_focus);
  }
  .field .i {
    position: absolute;
    inline-size: 18px;
    block-size: 18px;
    inset-inline-start: calc(var(--_u) * 2.5);
    pointer-events: none;
  }
  .field .i:last-child {
    inline-size: 16px;
    block-size: 16px;
    inset-inline: auto calc(var(--_u) * 2.5);
  }
  select {
    appearance: none;
    flex: 1;
    min-inline-size: 0;
    min-block-size: var(--_ctl);
    border: 0;
    margin: 0;
    outline: 0;
    background: none;
    padding-block: 0;
    padding-inline: calc(var(--_u) * 4.5 + 18px) calc(var(--_u) * 4 + 16px);
    color: var(--_ink);
    text-overflow: ellipsis;
    cursor: pointer;
  }
  select:focus-visible {
    outline: none; /* the field has the ring */
  }
  select:disabled {
    opacity: 1;
    cursor: default;
  }
  option {
    background: var(--_surface);
    color: var(--_text);
  }
  .meter {
    --v: 0;
    display: block;
    position: relative;
    block-size: 6px;
    border-radius: 2px;
    overflow: hidden;
    background: repeating-linear-gradient(90deg, var(--_fill-2) 0 4px, #0000 4px 6px);
  }
  .meter::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: round(down, 100% * var(--v), 6px);
    background: repeating-linear-gradient(90deg, var(--_positive-ink) 0 4px, #0000 4px 6px);
  }
  .meter:dir(rtl),
  .meter:dir(rtl)::before {
    background-position: 100% 0;
  }
  .note {
    display: flex;
    align-items: flex-start;
    gap: 6px;
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
  }
  .note.warn {
    color: var(--_warning-ink);
  }
  .note.good {
    color: var(--_positive-ink);
  }
  .note [dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .note .i {
    inline-size: 15px;
    block-size: 15px;
    margin-block-start: 1px;
  }
  .dev > [role='status']:empty {
    position: absolute; /* there before it is used, and without a gap of its own */
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 2);
    min-block-size: calc(var(--_ctl) + var(--_u) * 2);
    padding-block: calc(var(--_u) * 1);
    padding-inline: calc(var(--_u) * 3) calc(var(--_u) * 1.5);
    border-radius: var(--_r-m);
    background: var(--_fill-1);
    font-size: var(--_fs-s);
  }
  .ask [dir='auto'] {
    flex: 1;
    min-inline-size: 0;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .ask .left {
    padding-inline-end: calc(var(--_u) * 1.5);
    color: var(--_ink-2);
  }
  .dot {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: var(--_fill-danger);
    animation: breathe calc(900 * var(--_t)) ease-in-out infinite alternate;
  }
  .help-b {
    display: grid;
    gap: calc(var(--_u) * 3);
  }
  .mp-a {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
  }
  .mp-a .btn {
    flex: 1;
  }
  @media (pointer: coarse) {
    select {
      font-size: max(16px, var(--_fs-s));
    }
  }
  @media (forced-colors: active) {
    .field,
    .ask {
      border: 1px solid ButtonBorder;
    }
    .btn[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .dot {
      background: CanvasText;
      forced-color-adjust: none;
    }
    .meter {
      forced-color-adjust: none;
      block-size: 8px;
      border: 1px solid CanvasText;
      background: Canvas;
    }
    .meter::before {
      background: repeating-linear-gradient(90deg, CanvasText 0 4px, Canvas 4px 6px);
    }
  }
`;

export const sessionStyles = [controlStyles, avatarStyles, lineStyles, helpStyles, stageStyles, fieldStyles];
