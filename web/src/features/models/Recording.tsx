import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http, url } from '@/lib/http';
import type { RecordingView } from '@/lib/types';
import { complain, say } from '@/ui/toast';
import { When } from '@/ui/When';
import { recordingQuery } from './api';
import classes from './Models.module.css';
import { text } from './text';

/** What was recorded of this person's calls: a file for a bug report, with their words masked unless they choose otherwise. */
export function Recording({ recording }: { recording: RecordingView }) {
  const client = useQueryClient();
  const forget = useMutation({
    mutationFn: () => http.delete('/models/recording'),
    onSuccess: () => { say(text.recordingForgotten); return client.invalidateQueries({ queryKey: recordingQuery.queryKey }); },
    onError: complain,
  });
  return (
    <>
      <p className={classes.facts}>{recording.on ? text.recordingOn : text.recordingOff} {text.recorded(recording.exchanges)}{recording.since && <> {text.recordedSince} <When at={recording.since} as="ago" /></>}</p>
      {recording.exchanges > 0 && (
        <Group gap="xs">
          <Button component="a" href={url('/models/recording/file')} download variant="default" size="xs">{text.recordingMasked}</Button>
          <Button component="a" href={url('/models/recording/file?texts=true')} download variant="default" size="xs">{text.recordingFull}</Button>
          <Button variant="subtle" color="red" size="xs" loading={forget.isPending} onClick={() => forget.mutate()}>{text.recordingForget}</Button>
        </Group>
      )}
    </>
  );
}
