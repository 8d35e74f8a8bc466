/** What holds for every element of a document: the time zone in which days begin, and the day on which weeks do. */
import { Radio, Select } from '@mantine/core';
import type { Definition } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { FormDialog } from '../ui/form-dialog.tsx';

type Settings = Pick<Definition, 'timeZone' | 'weekStart'>;

interface DocumentSettingsProps {
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
  readonly onClose: () => void;
}

export function DocumentSettings({ settings, onChange, onClose }: DocumentSettingsProps) {
  const [timeZone, setTimeZone] = useState(settings.timeZone);
  const [weekStart, setWeekStart] = useState(settings.weekStart);
  return (
    <FormDialog
      title="Time zone and week"
      action="Save"
      onSubmit={() => {
        if (timeZone !== settings.timeZone || weekStart !== settings.weekStart) onChange({ timeZone, weekStart });
        onClose();
      }}
      onClose={onClose}
    >
      <Select
        label="Time zone"
        description="Whose days, weeks and Today() the document counts in, whoever looks at it"
        searchable
        allowDeselect={false}
        data={timeZones(settings.timeZone)}
        value={timeZone}
        onChange={(value) => value !== null && setTimeZone(value)}
        nothingFoundMessage="No time zone of this name"
        data-autofocus
        openOnFocus={false}
      />
      <Radio.Group
        mt="md"
        label="A week starts on"
        description="Where dates are grouped by week"
        value={weekStart}
        onChange={(value) => setWeekStart(value as Settings['weekStart'])}
      >
        <Radio mt="xs" size="xs" value="monday" label="Monday" />
        <Radio mt="xs" size="xs" value="sunday" label="Sunday" />
      </Radio.Group>
    </FormDialog>
  );
}

/** Those that the browser knows; the present one may be called as only the server calls it. */
function timeZones(present: string): readonly string[] {
  return [...new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')])];
}
