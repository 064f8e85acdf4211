import { css } from 'lit';

/** What the text box shows beyond text and files. */
export const writingStyles = css`
  .ctx {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    padding-block: calc(var(--_u) * 2) 0;
    padding-inline: calc(var(--_u) * 3.5) calc(var(--_u) * 1.5);
    font-size: var(--_fs-s);
  }
  .qb {
    --_qc: light-dark(
      oklch(from var(--_accent) 0.44 clamp(0.05, c, 0.11) calc(h + var(--_n, 0) * 57)),
      oklch(from var(--_accent) 0.83 clamp(0.04, c, 0.085) calc(h + var(--_n, 0) * 57))
    );
    display: grid;
    flex: 1;
    min-inline-size: 0;
    padding-block: calc(var(--_u) * 1);
    padding-inline: calc(var(--_u) * 2.25);
    border-inline-start: 2.5px solid var(--_qc);
    border-radius: 5px;
    border-start-start-radius: 2px;
    border-end-start-radius: 2px;
    background: color-mix(in oklab, var(--_qc) 9%, transparent);
    line-height: 1.35;
    color: color-mix(in oklab, var(--_text) 84%, var(--_surface));
  }
  .qb b {
    color: var(--_qc);
    font-weight: 600;
  }
  .qb.ed-q {
    --_qc: var(--_accent-ink);
  }
  @supports not (color: oklch(from red l c h)) {
    .qb {
      --_qc: var(--_accent-ink);
    }
  }
  .off,
  .bar + .ed {
    display: none;
  }
  /* lists, picker and menu over the list of messages */
  .pop {
    position: absolute;
    z-index: 4;
    inset-block-end: calc(100% - var(--_u) * 1 + 6px);
    inset-inline: calc(var(--_u) * 3);
    max-block-size: min(320px, 60vh);
    overflow: auto;
    padding: calc(var(--_u) * 1.5);
    border-radius: var(--_r-l);
    background: var(--_raised);
    box-shadow:
      var(--_e3),
      0 0 0 1px var(--_hair);
    font-size: var(--_fs-s);
  }
  .pop .mi {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    inline-size: 100%;
    min-block-size: var(--_ctl);
    padding-block: calc(var(--_u) * 1);
    padding-inline: calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
    line-height: 1.25;
    text-align: start;
    cursor: default;
  }
  .pop .mi:hover,
  .pop .mi.hov {
    background: var(--_fill-1);
  }
  .pop .mi[aria-disabled='true'] {
    color: var(--_ink-3);
  }
  .pop .mi .i {
    color: var(--_ink-2);
  }
  .pop .mi .av {
    --s: 26px;
  }
  .mi kbd {
    margin-inline-start: auto;
    padding-inline-start: 16px;
    font: inherit;
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
  }
  .emo-i,
  .all-i {
    flex: none;
    inline-size: 26px;
    text-align: center;
    font-size: 20px;
  }
  .pop .mg {
    padding-block: calc(var(--_u) * 2) calc(var(--_u) * 1);
    padding-inline: calc(var(--_u) * 2.5);
    color: var(--_ink-2);
    font-size: var(--_fs-xs);
    font-weight: 600;
  }
  .pop .field {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
    min-block-size: var(--_ctl);
    margin: 2px;
    padding-inline: calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
    background: var(--_fill-1);
    color: var(--_ink-2);
  }
  .pop .field:focus-within {
    background: var(--_surface);
    outline: 2px solid var(--_focus);
  }
  .emo-q {
    flex: 1;
    min-inline-size: 0;
    border: 0;
    padding: 0;
    background: none;
    outline: 0;
    color: var(--_ink);
    appearance: none;
  }
  .emo-q::placeholder {
    color: var(--_ink-2);
    opacity: 1;
  }
  .emo-p {
    inset-inline-start: auto;
    inline-size: min(330px, 100% - var(--_u) * 6);
    display: flex;
    flex-direction: column;
    block-size: 320px;
    overflow: hidden;
  }
  .emo {
    flex: 1;
    display: grid;
    grid-template-columns: repeat(8, 1fr);
    align-content: start;
    gap: 1px;
    overflow: auto;
    overscroll-behavior: contain;
    font-size: 21px;
    scrollbar-width: thin;
  }
  .emo button,
  .emo-g button {
    display: grid;
    place-items: center;
    inline-size: 100%;
    aspect-ratio: 1;
    border-radius: var(--_r-s);
    line-height: 1;
  }
  .emo button:focus-visible {
    outline-offset: -2px;
  }
  .emo button:hover,
  .emo-g :is(button:hover, [aria-pressed='true']) {
    background: var(--_fill-2);
  }
  .emo-g {
    display: grid;
    grid-template-columns: repeat(9, 1fr);
    padding-block-start: calc(var(--_u) * 1);
    border-block-start: 1px solid var(--_hair);
    font-size: 16px;
  }
  .later {
    inset-inline-start: auto;
    inline-size: min(300px, 100% - var(--_u) * 6);
  }
  .when {
    display: flex;
    gap: calc(var(--_u) * 1.5);
    padding: calc(var(--_u) * 1);
  }
  .when input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: var(--_ctl);
    padding-inline: calc(var(--_u) * 2);
    border: 1px solid var(--_edge);
    border-radius: var(--_r-m);
    background: var(--_surface);
  }
  .when .btn[aria-disabled='true'] {
    color: var(--_ink-3);
  }
  /* voice */
  .mic {
    touch-action: none;
  }
  .rec {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    flex: 1;
    min-inline-size: 0;
    min-block-size: var(--_ctl);
    padding-inline: calc(var(--_u) * 2);
    font-size: var(--_fs-s);
  }
  .rec .dot {
    flex: none;
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: var(--_danger-ink);
    animation: rec calc(700 * var(--_t)) ease-in-out infinite alternate;
  }
  .rec .dot.still {
    animation: none;
    background: var(--_ink-3);
  }
  @keyframes rec {
    to {
      opacity: 0.25;
    }
  }
  .slide {
    color: var(--_ink-2);
    white-space: nowrap;
  }
  .told {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
    padding-block: calc(var(--_u) * 2) 0;
    padding-inline: calc(var(--_u) * 3.5) calc(var(--_u) * 1.5);
    font-size: var(--_fs-s);
  }
  .told p {
    flex: 1;
    min-inline-size: 0;
  }
  .told > .i {
    color: var(--_danger-ink);
  }
  .told.slow,
  .told.slow > .i {
    color: var(--_ink-2);
  }
  @container chat (inline-size < 420px) {
    .pop {
      inset-inline: calc(var(--_u) * 2);
    }
  }
  @media (forced-colors: active) {
    .pop {
      border: 1px solid CanvasText;
    }
    .pop .mi.hov {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .emo-g [aria-pressed='true'] {
      outline: 2px solid Highlight;
    }
  }
`;
