import { css } from 'lit';

/** What opens over the list: search, pins, a thread, the history of a message, forwarding, reporting. */
export const panelStyles = css`
  .panel {
    position: absolute;
    z-index: 5;
    inset: 0;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
    border-radius: inherit;
    background: var(--_surface);
    color: var(--_text);
    overflow: hidden;
  }
  .panel > header {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
    min-block-size: calc(60px * var(--_d));
    padding-block: calc(var(--_u) * 2);
    padding-inline: calc(var(--_u) * 3);
    border-block-end: 1px solid var(--_hair);
  }
  .panel > header > b {
    flex: 1;
    min-inline-size: 0;
    font-weight: 600;
  }
  .pb {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_u) * 2);
    padding: calc(var(--_u) * 3);
    overflow: hidden auto;
    overscroll-behavior: contain;
    inline-size: 100%;
    max-inline-size: 800px;
    margin-inline: auto;
  }
  .pb.flush {
    padding: 0;
    max-inline-size: none;
    overflow: hidden;
  }
  .fields {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: calc(var(--_u) * 2);
  }
  .fields label {
    display: grid;
    gap: 3px;
    flex: 1 1 160px;
    min-inline-size: 0;
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
  }
  .pb :is(input:not([type='radio']), textarea) {
    inline-size: 100%;
    min-block-size: var(--_ctl);
    padding-block: 6px;
    padding-inline: 10px;
    border: 0;
    border-radius: var(--_r-m);
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_edge);
    color: var(--_text);
    font-size: var(--_fs);
  }
  .pb :is(input, textarea):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: -1px;
  }
  .pb textarea {
    min-block-size: 5lh;
    resize: vertical;
  }
  .pb ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
  }
  .pb li {
    display: flex;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
  }
  .hit {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 1;
    min-inline-size: 0;
    min-block-size: var(--_ctl);
    padding-block: calc(var(--_u) * 1.75);
    padding-inline: calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
    font-size: var(--_fs-s);
    text-align: start;
    line-height: 1.35;
  }
  .hit.to {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    font-size: var(--_fs);
  }
  button.hit:hover {
    background: var(--_fill-1);
  }
  .hit small {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    color: var(--_ink-2);
    font-size: var(--_fs-xs);
  }
  .hit small b {
    color: var(--_ink);
    font-weight: 600;
  }
  .hit > span {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .hit:not(.to) > span {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .hit mark {
    background: var(--_soft);
    color: var(--_accent-ink);
    font-weight: 600;
    border-radius: 3px;
  }
  .pb fieldset {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  .pb legend {
    padding: 0;
    font-weight: 600;
    margin-block-end: 4px;
  }
  .pb fieldset label {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--_ctl);
  }
  .pb input[type='radio'] {
    accent-color: var(--_fill-accent);
  }
  .pb form:not(.fields) {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 3);
  }
  .pb .quiet {
    margin: 0;
    color: var(--_ink-2);
    font-size: var(--_fs-s);
  }
  .pb .btn {
    align-self: start;
  }
  .inner {
    block-size: 100%;
    --_e1: 0 0 #0000;
  }
  @media (pointer: coarse) {
    .pb :is(input, textarea) {
      font-size: max(16px, var(--_fs));
    }
  }
  @media (forced-colors: active) {
    .panel,
    .pb :is(input:not([type='radio']), textarea) {
      border: 1px solid ButtonBorder;
    }
    .hit mark {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
