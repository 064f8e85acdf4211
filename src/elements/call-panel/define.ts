import { define } from '../internal/define.ts';
import { CallPanel } from './call-panel.ts';

define('call-panel', CallPanel);
