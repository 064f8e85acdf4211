import { css } from 'lit';

/** Text buttons as they stand in a page: `.btn` with `pri soft outline`. */
export const coreButtonStyles = css`
  .btn {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--_u) * 2);
    min-block-size: var(--_ctl);
    padding-inline: calc(var(--_u) * 3.5);
    border-radius: var(--_r-pill);
    font-weight: 600;
    font-size: var(--_fs-s);
    white-space: nowrap;
    background: var(--_fill-1);
    transition:
      background-color var(--_fast),
      scale var(--_fast) var(--_out);
  }
  .btn:hover {
    background: var(--_fill-2);
  }
  .btn:active {
    scale: 0.97;
  }
  .btn.pri {
    background: var(--_fill-accent);
    color: var(--_on-accent);
    box-shadow: inset 0 0 0 1px var(--_fill-edge);
  }
  .btn.pri:hover {
    background: color-mix(in oklab, var(--_fill-accent) 90%, var(--_text));
  }
  .btn.soft {
    background: var(--_soft);
    color: var(--_accent-ink);
  }
  .btn.outline {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_edge);
  }
  .btn.outline:hover {
    background: var(--_fill-1);
  }
  .btn[aria-disabled='true'] {
    background: var(--_fill-1);
    color: var(--_ink-3);
    cursor: not-allowed;
    box-shadow: none;
    scale: none;
  }
  @media (prefers-reduced-motion: reduce) {
    .btn:active {
      scale: none;
    }
  }
  @media (forced-colors: active) {
    .btn {
      border: 1px solid ButtonBorder;
    }
    .btn.pri {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .btn[aria-disabled='true'] {
      background: ButtonFace;
      color: GrayText;
      border-color: GrayText;
    }
  }
`;
