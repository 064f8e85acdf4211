import { css } from 'lit';
import { coreButtonStyles } from '../internal/core-button.styles.ts';
import { openCapsuleStyles } from '../internal/open-capsule.styles.ts';

const own = css`
  .item + .item {
    margin-block-start: calc(var(--_u) * 2);
  }
  .toast {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 3.5);
    padding: calc(var(--_u) * 3.5);
    border-radius: calc(var(--_r) * 1.7);
    color: var(--_text);
    box-shadow:
      var(--_e3),
      inset 0 0 0 1px rgb(255 255 255 / 0.1);
    animation: in var(--_mid) var(--_out);
  }
  @keyframes in {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
  .toast-h {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3.5);
  }
  .toast-h .av {
    --s: 46px;
  }
  .toast-h .cap-t {
    flex: 1;
  }
  .toast-h .line {
    --lh: 20px;
    flex: 0 1 72px;
  }
  .toast-a {
    display: flex;
    gap: calc(var(--_u) * 2);
  }
  .toast .btn {
    flex: 1 1 0;
    min-inline-size: 0;
    min-block-size: 44px;
    padding-block: 4px;
    white-space: normal;
    text-align: center;
    text-wrap: balance;
    line-height: 1.25;
  }
  .toast .btn .i {
    inline-size: 18px;
    block-size: 18px;
  }
  @container vcb (inline-size < 300px) {
    .toast-h .line {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .toast {
      border: 1px solid ButtonBorder;
    }
  }
`;

export const liveStyles = [coreButtonStyles, ...openCapsuleStyles, own];
