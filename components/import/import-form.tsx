'use client';

import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button, LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Progress } from '@/components/ui/progress';
import { UploadRefused, uploadFile } from './upload-file';

const kinds = ['ranges', 'users', 'apps', 'rules'] as const;
export type ImportFormKind = (typeof kinds)[number];

export type ImportFormProps = {
  /** What is chosen at first. */
  kind: ImportFormKind;
  /** Of each kind of CSV file: what the columns are called, the ones that have to be there first. */
  columns: Record<Exclude<ImportFormKind, 'rules'>, { field: string; label: string; required: boolean }[]>;
  mayPrune: boolean;
  megabytes: number;
};

/** Chooses what is imported, takes the file by drag and drop or by a dialog, and sends it. */
export function ImportForm({ kind: first, columns, mayPrune, megabytes }: ImportFormProps) {
  const t = useTranslations('import');
  const router = useRouter();
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState(first);
  const [prune, setPrune] = useState(false);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; part: number } | null>(null);
  const [problem, setProblem] = useState('');

  async function send(file: File | undefined) {
    if (!file || sending) return;
    setProblem('');
    if (file.size > megabytes * 1024 * 1024) return setProblem(t('tooLarge', { megabytes }));
    setSending({ name: file.name, part: 0 });
    try {
      const about = { kind, prune: prune && kind === 'rules' };
      const made = await uploadFile(file, about, (part) => setSending({ name: file.name, part }));
      router.push(`/admin/import/${made}`);
    } catch (error) {
      setSending(null);
      setProblem((error instanceof UploadRefused && error.message) || t('uploadFailed'));
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  }

  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Card>
        <fieldset>
          <legend className="mb-2 font-semibold">{t('kindLegend')}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {kinds.map((value) => (
              <label
                key={value}
                className="flex min-h-14 cursor-pointer items-center gap-3 rounded-control border border-edge/60 px-3.5 py-2 transition-colors hover:bg-sunken has-checked:border-water has-checked:bg-water-soft has-focus-visible:outline-3 has-focus-visible:outline-water"
              >
                <input
                  type="radio"
                  name="kind"
                  value={value}
                  checked={kind === value}
                  onChange={() => setKind(value)}
                  className="size-4 accent-water"
                />
                <span>
                  <span className="block font-medium">{t(`kind.${value}`)}</span>
                  <span className="block text-muted text-sm">{t(`kindHint.${value}`)}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        {kind === 'rules' && mayPrune && (
          <label
            htmlFor={`${id}-box`}
            className="mt-4 flex cursor-pointer gap-3 rounded-control bg-sunken p-3.5"
          >
            <Checkbox
              id={`${id}-box`}
              checked={prune}
              onChange={(event) => setPrune(event.target.checked)}
              aria-describedby={`${id}-prune`}
              className="mt-0.5"
            />
            <span>
              <span className="block font-medium">{t('prune')}</span>
              <span id={`${id}-prune`} className="block text-muted text-sm">
                {t('pruneHint')}
              </span>
            </span>
          </label>
        )}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's shortcut for the button inside */}
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={`mt-4 grid justify-items-center gap-2 rounded-panel border-2 border-dashed px-5 py-10 text-center transition-colors ${over ? 'border-water bg-water-soft' : 'border-edge/60'}`}
        >
          {sending ? (
            <div className="w-full max-w-md" aria-live="polite">
              <p className="mb-3 font-medium">{t('uploading', { name: sending.name })}</p>
              <Progress value={sending.part} label={t('uploading', { name: sending.name })} />
            </div>
          ) : (
            <>
              <FileUp className="size-8 text-water" aria-hidden="true" />
              <p className="font-medium max-sm:hidden">{t('dropTitle')}</p>
              <p className="text-muted text-sm max-sm:hidden">{t('dropOr')}</p>
              <Button variant="primary" onClick={() => picker.current?.click()}>
                {t('choose')}
              </Button>
              <p className="mt-1 text-muted text-sm">{t('limit', { megabytes })}</p>
            </>
          )}
          <input
            ref={picker}
            type="file"
            aria-label={t('choose')}
            tabIndex={-1}
            className="sr-only"
            accept={kind === 'rules' ? '.yaml,.yml,.json' : '.csv,.tsv,.txt,text/csv'}
            onChange={(event) => {
              void send(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </div>
        <div role="alert">
          {problem && <p className="mt-3 rounded-control bg-stop-soft p-3 text-stop">{problem}</p>}
        </div>
      </Card>
      {kind === 'rules' ? (
        <Card title={t('kind.rules')}>
          <p className="text-muted leading-relaxed">{t('rulesHint')}</p>
        </Card>
      ) : (
        <Card title={t('columnsTitle')}>
          <p className="mb-3 text-muted leading-relaxed">{t('templateHint')}</p>
          <ul className="mb-4 grid gap-x-4 gap-y-1 sm:grid-cols-2">
            {columns[kind].map(({ field, label, required }) => (
              <li key={field} className="flex flex-wrap items-baseline gap-x-2">
                <code className="text-sm">{field}</code>
                <span className="text-muted text-sm">
                  {label}
                  {required && ` · ${t('required')}`}
                </span>
              </li>
            ))}
          </ul>
          <LinkButton href={`/admin/import/template?kind=${kind}`} download prefetch={false} size="sm">
            {t('template')}
          </LinkButton>
          <p className="mt-4 text-muted text-sm leading-relaxed">{t('expectHint')}</p>
        </Card>
      )}
    </div>
  );
}
