import { queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { ModelsView } from '@/lib/types';
import { keys } from '@/live/reduce';

export const modelsQuery = queryOptions({ queryKey: keys.models, queryFn: ({ signal }) => http.get<ModelsView>('/models', undefined, signal) });
