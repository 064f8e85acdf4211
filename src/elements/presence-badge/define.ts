import { define } from '../internal/define.ts';
import { PresenceBadge } from './presence-badge.ts';

define('presence-badge', PresenceBadge);
