import { css } from 'lit';

/** The menu of a message; a sheet where a finger points. */
export const menuStyles = css`
  .menu {
    position: fixed;
    inset: auto;
    margin: 0;
    border: 0;
    padding: calc(var(--_u) * 1.5);
    min-inline-size: 210px;
    max-inline-size: calc(100vw - 16px);
    max-block-size: calc(100dvh - 16px);
    overflow: auto;
    border-radius: var(--_r-l);
    background: var(--_raised);
    color: var(--_text);
    box-shadow:
      var(--_e3),
      0 0 0 1px var(--_hair);
    font-size: var(--_fs-s);
  }
  .menu.sheet {
    inset-block: auto 0;
    inset-inline: 0;
    inline-size: 100%;
    max-inline-size: 100%;
    padding-block-end: max(calc(var(--_u) * 3), env(safe-area-inset-bottom));
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  .menu::backdrop {
    background: none;
  }
  .menu.sheet::backdrop {
    background: rgb(10 8 6 / 0.4);
  }
  .pickrow {
    display: flex;
    justify-content: space-between;
    gap: 1px;
    padding: calc(var(--_u) * 0.5);
  }
  .pickrow button {
    display: grid;
    place-items: center;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    border-radius: var(--_r-m);
    font-size: 20px;
  }
  .pickrow button:is(:hover, [aria-checked='true']) {
    background: var(--_fill-2);
  }
  .sep {
    block-size: 1px;
    margin-block: calc(var(--_u) * 1.5);
    margin-inline: calc(var(--_u) * 2.5);
    background: var(--_hair);
  }
  .mi {
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
  .mi:hover {
    background: var(--_fill-1);
  }
  .mi .i {
    color: var(--_ink-2);
  }
  .mi kbd {
    margin-inline-start: auto;
    padding-inline-start: 16px;
    font: inherit;
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
  }
  .sheet kbd {
    display: none;
  }
  .mi.dan,
  .mi.dan .i {
    color: var(--_danger-ink);
  }
  .menu :focus-visible {
    outline-offset: -2px;
  }
  @media (forced-colors: active) {
    .menu {
      border: 1px solid ButtonBorder;
    }
    .pickrow [aria-checked='true'] {
      outline: 2px solid Highlight;
    }
  }
`;
