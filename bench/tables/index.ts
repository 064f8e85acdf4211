/** In the order they run. */
import type { Table } from '../frame/table.ts';
import { callSetup } from './call-setup.ts';

export const TABLES: readonly Table[] = [callSetup];
