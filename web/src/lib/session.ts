import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Manner } from './format';
import { http } from './http';
import type { Me, Settings } from './types';
import { isZone } from './zone';

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => http.get<Me>('/auth/me', undefined, signal, true), staleTime: Infinity, retry: false });
export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: ({ signal }) => http.get<Settings>('/settings', undefined, signal), staleTime: Infinity });

export const useMe = () => useSuspenseQuery(meQuery).data;

/** The person's zone and locale; the browser's until the settings are here. */
export function useManner(): Manner {
  const { data } = useQuery(settingsQuery);
  const zone = data && isZone(data.zone) ? data.zone : browserZone;
  const locale = data?.locale || navigator.language || 'en';
  return useMemo(() => ({ zone, locale }), [zone, locale]);
}
