import { css } from 'lit';

/** What is more than text: quotes, marks, reactions, threads, previews, calls, voice messages. */
export const richStyles = css`
  :host(:dir(rtl)) .flip {
    scale: -1 1;
  }
  .q-box {
    --_h: calc(h + var(--_n, 0) * 57);
    --_qc: light-dark(
      oklch(from var(--_accent) 0.44 clamp(0.05, c, 0.11) var(--_h)),
      oklch(from var(--_accent) 0.83 clamp(0.04, c, 0.085) var(--_h))
    );
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    inline-size: 100%;
    min-inline-size: 0;
    margin-block: 2px calc(var(--_u) * 1.25);
    padding-block: var(--_u);
    padding-inline: calc(var(--_u) * 2.25);
    border-inline-start: 2.5px solid var(--_qc);
    border-radius: 5px;
    background: color-mix(in oklab, var(--_qc) 9%, transparent);
    color: color-mix(in oklab, var(--_text) 84%, var(--_surface));
    font-size: var(--_fs-s);
    line-height: 1.35;
    text-align: start;
  }
  .q-box > b {
    color: var(--_qc);
    font-weight: 600;
  }
  .fw {
    display: flex;
    align-items: center;
    gap: 5px;
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
  }
  .fw .i {
    inline-size: 14px;
    block-size: 14px;
  }
  .body :is(ul, ol) {
    margin-block: 2px;
    padding-inline-start: 1.3em;
    list-style: disc;
    white-space: normal;
  }
  .body ol {
    list-style: decimal;
  }
  .body li {
    white-space: pre-wrap;
  }
  .body blockquote {
    margin-block: 2px;
    margin-inline: 0;
    padding-inline-start: calc(var(--_u) * 2.25);
    border-inline-start: 2.5px solid var(--_edge);
    color: var(--_ink-2);
  }
  .body :is(code, pre) {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: 0.86em;
    background: var(--_fill-1);
    border-radius: 5px;
  }
  .body code {
    padding-inline: 5px;
  }
  .body pre {
    margin-block: 4px;
    margin-inline: 0;
    padding-block: 8px;
    padding-inline: 10px;
    overflow: auto;
    white-space: pre;
    text-align: left;
  }
  .body pre code {
    padding: 0;
    background: none;
    font-size: 1em;
  }
  .men {
    padding-inline: 3px;
    border-radius: 5px;
    background: color-mix(in oklab, var(--_accent-ink) 11%, transparent);
    color: var(--_accent-ink);
    font-weight: 600;
  }
  .meta > .i,
  .ms > .i {
    inline-size: 12px;
    block-size: 12px;
  }
  .rxd .bub {
    padding-block-end: calc(var(--_u) * 2.75);
  }
  .rx {
    position: relative;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-block: -5px 3px;
    padding-inline: 8px;
  }
  .chip {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 5px;
    block-size: 24px;
    padding-inline: 7px;
    border-radius: var(--_r-pill);
    background: var(--_raised);
    box-shadow:
      0 0 0 2px var(--_surface),
      inset 0 0 0 1px var(--_hair);
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
  }
  .chip.on {
    background: var(--_soft);
    box-shadow:
      0 0 0 2px var(--_surface),
      inset 0 0 0 1.25px var(--_accent-ink);
    color: var(--_accent-ink);
  }
  .chip .em {
    font-size: 14px;
    line-height: 1;
  }
  .chip .i {
    inline-size: 14px;
    block-size: 14px;
  }
  .thr {
    display: inline-flex;
    gap: 6px;
    margin-block: 1px 3px;
    padding-block: 2px;
    padding-inline: 8px;
    border-radius: var(--_r-s);
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
    position: relative;
  }
  .thr b {
    color: var(--_accent-ink);
    font-weight: 600;
  }
  .thr:hover {
    background: var(--_fill-1);
  }
  .lk {
    display: grid;
    gap: 1px;
    margin-block: calc(var(--_u) * 1.5) calc(var(--_u) * 1);
    padding-block: calc(var(--_u) * 2);
    padding-inline: calc(var(--_u) * 2.5);
    border-radius: var(--_r-m);
    background: var(--_fill-1);
    color: inherit;
    font-size: var(--_fs-s);
    line-height: 1.35;
    text-decoration: none;
  }
  .lk img {
    max-inline-size: 100%;
    block-size: auto;
    max-block-size: 180px;
    object-fit: cover;
    border-radius: var(--_r-s);
    margin-block-end: 4px;
  }
  .lk small,
  .lk span {
    color: var(--_ink-2);
    font-size: var(--_fs-xs);
  }
  .lk b {
    font-weight: 600;
    color: var(--_accent-ink);
  }
  .callrec {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    max-inline-size: 100%;
    padding-block: calc(var(--_u) * 1.5);
    padding-inline: calc(var(--_u) * 1.5) calc(var(--_u) * 3.5);
    border-radius: var(--_r-pill);
    background: var(--_fill-1);
    color: var(--_ink);
    font-size: var(--_fs-s);
    text-align: start;
  }
  .callrec .cap-t {
    overflow-wrap: break-word;
  }
  .callrec .g {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 34px;
    block-size: 34px;
    border-radius: var(--_r-pill);
    background: var(--_surface);
    color: var(--_ink-2);
  }
  .callrec .cap-t > span,
  .callrec time {
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
  }
  .callrec .g .i {
    inline-size: 18px;
    block-size: 18px;
    color: inherit;
  }
  .callrec.miss .g {
    color: var(--_danger-ink);
  }
  .callrec:has(.btn) {
    padding-inline-end: calc(var(--_u) * 1.5);
  }
  @container chat (inline-size < 340px) {
    .callrec {
      flex-wrap: wrap;
      justify-content: center;
      border-radius: var(--_r-l);
    }
    .callrec .cap-t {
      flex: 1 1 9em;
    }
  }
  .gone .bub {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_hair);
    color: var(--_ink-2);
    font-style: italic;
  }
  .gone .txt {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .gone .txt > .i {
    inline-size: 15px;
    block-size: 15px;
  }
  .gone .txt > .meta,
  .vo-m > .meta,
  .mf > .meta {
    position: static;
  }
  .mf {
    text-align: end;
    line-height: 1;
  }
  .gone .sub {
    color: var(--_accent-ink);
  }
  .vo {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    inline-size: 240px;
    max-inline-size: 100%;
    padding-block: 2px;
    direction: ltr;
  }
  .pl {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--_r-pill);
    background: var(--_text);
    color: var(--_surface);
  }
  .own .pl {
    background: var(--_fill-accent);
    color: var(--_on-accent);
  }
  .vo-w {
    flex: 1;
    min-inline-size: 0;
  }
  .wave {
    display: flex;
    align-items: center;
    justify-content: space-between;
    block-size: 24px;
    overflow: hidden;
    cursor: pointer;
    border-radius: 4px;
  }
  .wave i {
    inline-size: 2.5px;
    flex: none;
    block-size: max(3px, calc(var(--h) * 24px));
    border-radius: 2px;
    background: currentColor;
    opacity: 0.32;
  }
  .wave i.p {
    opacity: 1;
  }
  .own .wave {
    color: var(--_accent-ink);
  }
  .vo-m {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 11px;
    color: var(--_ink-2);
  }
  .vo-m > .meta {
    margin-inline-start: auto;
  }
  .spd {
    position: relative;
    padding-inline: 6px;
    border-radius: var(--_r-pill);
    background: var(--_fill-1);
    font-size: 11px;
    font-weight: 600;
    line-height: 16px;
  }
  .item[data-hit] > .row {
    background: var(--_soft);
    border-radius: var(--_r-m);
  }
  .note {
    position: absolute;
    z-index: 4;
    inset-block-end: 34px;
    inset-inline: 0;
    inline-size: max-content;
    max-inline-size: calc(100% - 32px);
    margin-inline: auto;
    padding-block: 8px;
    padding-inline: 14px;
    border-radius: var(--_r-l);
    background: var(--_text);
    color: var(--_surface);
    font-size: var(--_fs-s);
  }
  /* what can be done with the message under the pointer */
  .tools {
    position: absolute;
    z-index: 3;
    inset-block-start: -14px;
    inset-inline-end: 4px;
    display: flex;
    gap: 1px;
    padding: 2px;
    border-radius: var(--_r-m);
    background: var(--_raised);
    box-shadow:
      var(--_e2),
      0 0 0 1px var(--_hair);
  }
  .bwrap {
    position: relative;
  }
  .tools button {
    display: grid;
    place-items: center;
    inline-size: 30px;
    block-size: 28px;
    border-radius: var(--_r-s);
    color: var(--_ink-2);
  }
  .tools button:hover {
    background: var(--_fill-2);
  }
  .tools .i {
    inline-size: 17px;
    block-size: 17px;
  }
  .pinned {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    inline-size: 100%;
    padding-block: calc(var(--_u) * 1.5);
    padding-inline: calc(var(--_u) * 4);
    border-block-end: 1px solid var(--_hair);
    font-size: var(--_fs-s);
    text-align: start;
  }
  .pinned > .i {
    color: var(--_ink-2);
    inline-size: 16px;
  }
  .pinned .trunc {
    flex: 1;
    min-inline-size: 0;
  }
  .pinned small {
    color: var(--_ink-2);
    font-size: var(--_fs-xs);
    flex: none;
  }
  .hushed {
    position: relative;
    display: inline-grid;
    flex: none;
    color: var(--_ink-2);
  }
  .hushed .i {
    inline-size: 16px;
    block-size: 16px;
  }
  @container chat (inline-size < 280px) {
    .opt {
      display: none;
    }
  }
  @media (pointer: coarse) {
    .chip::after,
    .thr::after,
    .spd::after {
      content: '';
      position: absolute;
      inset-block: calc(50% - 22px);
      inset-inline: -2px;
    }
    .chip {
      block-size: 28px;
    }
    .q-box {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .q-box,
    .chip,
    .lk,
    .callrec,
    .pl,
    .tools,
    .note,
    .men,
    .spd,
    .body :is(code, pre) {
      border: 1px solid ButtonBorder;
    }
    .chip.on {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .wave {
      color: CanvasText;
      forced-color-adjust: none;
    }
    .item[data-hit] > .row {
      outline: 2px solid Highlight;
    }
  }
`;
