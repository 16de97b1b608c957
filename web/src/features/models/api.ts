import { queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { ModelsView, PricesView, RecordingView } from '@/lib/types';
import { keys } from '@/live/reduce';

export const modelsQuery = queryOptions({ queryKey: keys.models, queryFn: ({ signal }) => http.get<ModelsView>('/models', undefined, signal) });
export const pricesQuery = queryOptions({ queryKey: [...keys.models, 'prices'], queryFn: ({ signal }) => http.get<PricesView>('/models/prices', undefined, signal) });
export const recordingQuery = queryOptions({ queryKey: [...keys.models, 'recording'], queryFn: ({ signal }) => http.get<RecordingView>('/models/recording', undefined, signal) });
