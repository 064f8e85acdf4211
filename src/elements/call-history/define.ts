import { define } from '../internal/define.ts';
import { CallHistory } from './call-history.ts';

define('call-history', CallHistory);
