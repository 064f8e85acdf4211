import { define } from '../internal/define.ts';
import { EarshotClient } from './earshot-client.ts';

define('earshot-client', EarshotClient);
