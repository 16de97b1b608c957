import { queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { Contact, EstimatedZone, PeopleGroup, PeopleHours, PeopleRole } from '@/lib/types';
import { keys } from '@/live/reduce';

export interface Known {
  hours: PeopleHours[];
  estimates: EstimatedZone[];
  roles: PeopleRole[];
  groups: PeopleGroup[];
}

export const knownQuery = queryOptions({
  queryKey: keys.people,
  queryFn: async ({ signal }): Promise<Known> => {
    const [hours, roles, groups] = await Promise.all([
      http.get<{ items: PeopleHours[]; estimates: EstimatedZone[] }>('/contacts/hours', undefined, signal),
      http.get<{ items: PeopleRole[] }>('/contacts/roles', undefined, signal),
      http.get<{ items: PeopleGroup[] }>('/contacts/groups', undefined, signal),
    ]);
    return { hours: hours.items, estimates: hours.estimates, roles: roles.items, groups: groups.items };
  },
});

export const contactsQuery = queryOptions({ queryKey: [...keys.people, 'contacts'], queryFn: ({ signal }) => http.get<{ items: Contact[] }>('/contacts', undefined, signal), select: d => d.items });

/** "Asia/Tokyo" as one says it. */
export const cityOf = (zone: string) => zone.split('/').at(-1)!.replaceAll('_', ' ');
