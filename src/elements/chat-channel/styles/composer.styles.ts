import { css } from 'lit';

/** The text box and its buttons. */
export const composerStyles = css`
  .cmp {
    position: relative;
    inline-size: 100%;
    max-inline-size: 800px;
    margin-inline: auto;
    padding-block: calc(var(--_u) * 1) max(calc(var(--_u) * 3), env(safe-area-inset-bottom));
    padding-inline: calc(var(--_u) * 3);
    background: var(--_surface);
  }
  .box {
    position: relative;
    border-radius: calc(var(--_r) * 1.35);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_edge);
    transition: box-shadow var(--_fast);
  }
  .box:focus-within {
    box-shadow: inset 0 0 0 2px var(--_focus);
  }
  .ed {
    display: flex;
    align-items: flex-end;
    gap: calc(var(--_u) * 0.5);
    padding: calc(var(--_u) * 1);
    min-block-size: calc(var(--_ctl) + 8px);
  }
  .ed .ib {
    border-radius: var(--_r-pill);
  }
  #tx {
    display: block;
    flex: 1;
    min-inline-size: 0;
    border: 0;
    margin: 0;
    background: none;
    resize: none;
    field-sizing: content;
    max-block-size: calc(8lh + var(--_ctl) - 1.4em);
    outline: 0;
    padding-block: calc((var(--_ctl) - 1.4em) / 2);
    padding-inline: calc(var(--_u) * 1);
    line-height: 1.4;
    color: var(--_ink);
    overflow-wrap: anywhere;
    scrollbar-width: thin;
  }
  #tx::placeholder {
    color: var(--_ink-3);
    opacity: 1;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .snd {
    position: relative;
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    border-radius: var(--_r-pill);
    background: var(--_fill-accent);
    color: var(--_on-accent);
    box-shadow: inset 0 0 0 1px var(--_fill-edge);
    transition: scale var(--_fast) var(--_out);
  }
  .snd:active {
    scale: 0.94;
  }
  .snd[aria-disabled='true'] {
    background: var(--_fill-1);
    color: var(--_ink-3);
    box-shadow: none;
    cursor: default;
    scale: none;
  }
  .em {
    flex: none;
    inline-size: var(--_ctl);
  }
  @container chat (inline-size < 420px) {
    .em {
      display: none;
    }
    .cmp {
      padding-inline: calc(var(--_u) * 2);
      padding-block-end: max(calc(var(--_u) * 2), env(safe-area-inset-bottom));
    }
  }
  @media (pointer: coarse) {
    #tx {
      font-size: max(16px, var(--_fs));
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .snd:active {
      scale: none;
    }
  }
  .ib {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    border-radius: var(--_r-m);
    color: var(--_ink-2);
    transition: background-color var(--_fast);
  }
  .ib:hover {
    background: var(--_fill-1);
    color: var(--_ink);
  }
`;
