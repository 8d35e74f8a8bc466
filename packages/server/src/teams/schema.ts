import { z } from 'zod';
import { id, nameText } from '../app/schema.ts';

const team = z.object({ id, name: z.string(), memberCount: z.int() });

export const teamList = z.object({ items: z.array(team) });

export const teamWithMembers = team.extend({ members: z.array(z.object({ id, name: z.string(), email: z.string() })) });

export const newTeam = z.object({ name: nameText(200) });

export const teamMembers = z.object({ memberIds: z.array(id).max(10_000) });
