'use client';

import { X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonLook } from './button';

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons: the one that goes on stands last. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
};

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-4xl' };

/** The window of `Dialog`. */
export function DialogWindow({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'md',
}: DialogProps) {
  const t = useTranslations('ui');
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim data-[state=open]:animate-fade-in" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={`fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] w-full flex-col rounded-t-panel border border-line bg-surface shadow-raised data-[state=open]:animate-rise-in sm:inset-x-4 sm:top-[12vh] sm:bottom-auto sm:mx-auto sm:max-h-[76vh] sm:w-auto sm:rounded-panel ${widths[size]}`}
        >
          <div className="flex items-start gap-4 px-5 pt-5 sm:px-6">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-lg leading-snug">{title}</Radix.Title>
              {description && (
                <Radix.Description asChild>
                  <div className="mt-1.5 text-muted text-sm leading-relaxed">{description}</div>
                </Radix.Description>
              )}
            </div>
            <Radix.Close
              className={`${buttonLook({ variant: 'quiet', size: 'icon' })} -mt-1.5 -mr-2`}
              aria-label={t('close')}
            >
              <X className="size-4.5" aria-hidden="true" />
            </Radix.Close>
          </div>
          {children && (
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-1 sm:px-6">{children}</div>
          )}
          {footer ? (
            <div className="flex flex-col-reverse gap-2 px-5 pt-4 pb-5 sm:flex-row sm:justify-end sm:px-6">
              {footer}
            </div>
          ) : (
            <div className="h-5 shrink-0" />
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
