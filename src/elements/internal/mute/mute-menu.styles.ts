import { css } from 'lit';

/** The menu of how loud a channel is; a sheet where a finger points. */
export const muteMenuStyles = css`
  .mm {
    position: fixed;
    inset: auto;
    margin: 0;
    border: 0;
    padding: calc(var(--_u) * 1.5);
    min-inline-size: 210px;
    max-inline-size: calc(100vw - 16px);
    overflow: auto;
    border-radius: var(--_r-l);
    background: var(--_raised);
    color: var(--_text);
    box-shadow:
      var(--_e3),
      0 0 0 1px var(--_hair);
    font-size: var(--_fs-s);
  }
  .mm.sheet {
    inset-block: auto 0;
    inset-inline: 0;
    inline-size: 100%;
    max-inline-size: 100%;
    padding-block-end: max(calc(var(--_u) * 3), env(safe-area-inset-bottom));
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  .mm::backdrop {
    background: none;
  }
  .mm.sheet::backdrop {
    background: rgb(10 8 6 / 0.4);
  }
  .mm .state {
    padding-block: var(--_u);
    padding-inline: calc(var(--_u) * 2.5);
    color: var(--_ink-2);
    font-size: var(--_fs-xs);
    font-weight: 600;
  }
  .mm button {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    inline-size: 100%;
    min-block-size: var(--_ctl);
    padding-block: var(--_u);
    padding-inline: calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
    line-height: 1.25;
    text-align: start;
  }
  .mm button:hover {
    background: var(--_fill-1);
  }
  .mm .i {
    flex: none;
    color: var(--_ink-2);
  }
  .mm :focus-visible {
    outline-offset: -2px;
  }
  @media (forced-colors: active) {
    .mm {
      border: 1px solid ButtonBorder;
    }
  }
`;
