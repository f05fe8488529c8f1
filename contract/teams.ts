// Teams of the help desk, and to whom a ticket is assigned.
import { z } from 'zod';
import { EntryId } from './catalogue.ts';
import { StaffScope } from './console.ts';
import { FullName, nameOf } from './primitives.ts';

/**
 * How a ticket that is assigned to a team finds its technician. nobody: one of the team takes it; in-turn: who has waited longest for
 * one; least-load: who has the fewest open ones, of these in turn. Who is deactivated gets none.
 */
export const Assigning = z.enum(['nobody', 'in-turn', 'least-load']);
export type Assigning = z.infer<typeof Assigning>;

/**
 * New tickets that a team takes by itself: those of an organisation, of a category, a service or a family, or of one in the organisation;
 * null: of any. Where several rules match a ticket, an entry wins over its organisation, a leaf over its service and that over its family.
 */
export const IntakeRule = z.object({ organisationId: z.uuid().nullable(), entryId: EntryId.nullable() });
export type IntakeRule = z.infer<typeof IntakeRule>;

/** A team to create, or what it becomes. */
export const NewTeam = z.object({
  name: nameOf(1, 100),
  /** what is offered first when a ticket is assigned to the team */
  assigning: Assigning,
  /** active staff */
  memberIds: z.array(z.uuid()).max(500),
  /** what it takes when it comes in, each of which no other team takes */
  takes: z.array(IntakeRule).max(500).default([]),
});
export type NewTeam = z.infer<typeof NewTeam>;

/** Somebody of a team. */
export const TeamMember = z.object({
  id: z.uuid(),
  fullName: FullName,
  /** neither resolved nor closed, of any team */
  openTickets: z.int().min(0),
  /** null where they work for all organisations that the reader works for */
  organisationIds: StaffScope,
});
export type TeamMember = z.infer<typeof TeamMember>;

/** A team with its active members, by name. */
export const Team = NewTeam.omit({ memberIds: true }).extend({
  id: z.uuid(),
  members: z.array(TeamMember),
  /** neither resolved nor closed */
  openTickets: z.int().min(0),
});
export type Team = z.infer<typeof Team>;

/** Assigns a ticket. Where there are teams, a ticket is assigned to one. */
export const Assignment = z.object({
  /** null only where there are no teams: to somebody, who has to be named */
  teamId: z.uuid().nullable(),
  to: z.union([Assigning, z.object({ technicianId: z.uuid() })]),
});
export type Assignment = z.infer<typeof Assignment>;
