import { css } from 'lit';

/** What opens over the picture: menus, and sheets with a title. */
export const sheetStyles = css`
  .sheet {
    position: absolute;
    inset-inline: calc(var(--_u) * 3);
    inset-block-end: calc(var(--_cap) + 48px);
    z-index: 2;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 3);
    max-inline-size: 360px;
    max-block-size: calc(100% - var(--_cap) - 64px);
    margin-inline: auto;
    padding: calc(var(--_u) * 4);
    overflow: auto;
    overscroll-behavior: contain;
    border-radius: var(--_r-xl);
    background: color-mix(in oklab, var(--_text) 9%, var(--_surface));
    color: var(--_text);
    font-size: var(--_fs-s);
    box-shadow:
      0 8px 20px -12px rgb(0 0 0 / 0.6),
      inset 0 0 0 1px rgb(255 255 255 / 0.1);
    animation: rise var(--_mid) var(--_out);
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
  .sheet-h {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_u) * 2);
  }
  .sheet-h b {
    font-size: var(--_fs);
    font-weight: 600;
  }
  .menu {
    gap: 2px;
    padding: calc(var(--_u) * 1.5);
    max-inline-size: 290px;
  }
  .item {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    inline-size: 100%;
    min-block-size: var(--_ctl);
    padding-inline: calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
  }
  .item:is(:hover, :focus-visible) {
    background: var(--_fill-2);
  }
  .item:focus-visible {
    outline-offset: -2px;
  }
  .item .i,
  .tick {
    inline-size: 18px;
    block-size: 18px;
    flex: none;
  }
  .narrow {
    display: none;
  }
  .group {
    padding: calc(var(--_u) * 2) calc(var(--_u) * 2.5) calc(var(--_u) * 1);
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_ink-2);
  }
  .whom {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 3);
  }
  .field {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    padding-inline: calc(var(--_u) * 3);
    border-radius: var(--_r-m);
    box-shadow: inset 0 0 0 1px var(--_edge);
  }
  .field input {
    flex: 1;
    min-inline-size: 0;
    border: 0;
    padding: 0;
    outline: 0;
    background: none;
    font-size: max(16px, var(--_fs));
  }
  .field input::placeholder {
    color: var(--_ink-3);
    opacity: 1;
  }
  .field:focus-within {
    outline: 2px solid var(--_focus);
  }
  .sheet [dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .why {
    color: var(--_ink-2);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
  }
  .tones {
    display: block;
    min-block-size: 1.6em;
    font-size: calc(var(--_fs) * 1.3);
    text-align: center;
    overflow: hidden;
    white-space: nowrap;
    direction: rtl;
    unicode-bidi: plaintext;
  }
  .pad {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: calc(var(--_u) * 1.5);
    margin-block-start: calc(var(--_u) * 2);
  }
  .key {
    min-block-size: 46px;
    border-radius: var(--_r-m);
    background: var(--_fill-1);
    font-size: calc(var(--_fs) * 1.2);
    font-weight: 500;
    text-align: center;
  }
  .key:hover {
    background: var(--_fill-2);
  }
  .key:active {
    background: var(--_fill-3);
  }
  .words {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(108px, 1fr));
    gap: calc(var(--_u) * 2);
  }
  .words li {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: calc(var(--_u) * 2) calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
    background: var(--_fill-1);
  }
  .words b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .em {
    font-size: 20px;
    line-height: 1;
  }
  .code {
    text-align: center;
    font-size: calc(var(--_fs) * 1.8);
    letter-spacing: 0.12em;
  }
  .link {
    padding: calc(var(--_u) * 2);
    border-radius: var(--_r-m);
    background: var(--_fill-1);
    overflow-wrap: anywhere;
    font-size: var(--_fs-xs);
    user-select: all;
  }
  .figures {
    display: grid;
    gap: calc(var(--_u) * 1.25);
    margin: 0;
  }
  .figures > div {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_u) * 3);
  }
  .figures dt {
    color: var(--_ink-2);
  }
  .figures dd {
    margin: 0;
  }
  @container cp (inline-size < 460px) {
    .narrow {
      display: flex;
    }
    .sheet {
      inset-block-end: calc(var(--_cap) + 34px);
    }
  }
  @media (forced-colors: active) {
    .sheet,
    .item,
    .key,
    .field {
      border: 1px solid ButtonBorder;
    }
    .item[aria-checked='true'] {
      border-color: Highlight;
    }
  }
`;
