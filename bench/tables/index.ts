/** In the order they run. */
import type { Table } from '../frame/table.ts';
import { callSetup } from './call-setup.ts';
import { interaction } from './interaction.ts';
import { list } from './list.ts';
import { size } from './size.ts';

export const TABLES: readonly Table[] = [size, callSetup, list, interaction];
