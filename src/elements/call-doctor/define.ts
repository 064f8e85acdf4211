import { define } from '../internal/define.ts';
import { CallDoctor } from './call-doctor.ts';

define('call-doctor', CallDoctor);
