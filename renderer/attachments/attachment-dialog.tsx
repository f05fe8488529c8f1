// The dialogs of the attachments: the picture large, its markup editor, the choice of a window.
import { lazy } from 'react';
import { unreachable } from '../../contract/constants.ts';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { useLocale } from '../ui/instant.tsx';
import { LargePicture } from '../ui/large-picture.tsx';
import { pictureAddress } from '../ui/picture-address.ts';
import { useTexts } from '../ui/texts.ts';
import { fileSize } from '../ui/time.ts';
import { pictureName } from './picture-name.ts';
import type { AttachmentEditor } from './use-attachments.ts';

// Loaded when they are first needed, so that the hidden form stays small.
const MarkupEditor = lazy(async () => ({
  default: (await import('../markup/markup-editor.tsx')).MarkupEditor,
}));
const WindowChooser = lazy(async () => ({ default: (await import('./window-chooser.tsx')).WindowChooser }));

export type OpenDialog =
  | { kind: 'nothing' }
  | { kind: 'large'; id: string }
  | { kind: 'editor'; id: string; tool: 'arrow' | 'redact' }
  | { kind: 'windows' };

interface AttachmentDialogProps {
  dialog: OpenDialog;
  pictures: readonly DraftAttachment[];
  editor: AttachmentEditor;
  onClose: () => void;
}

/** A dialog about a picture closes when the picture is removed. */
export function AttachmentDialog({ dialog, pictures, editor, onClose }: AttachmentDialogProps) {
  const { t } = useTexts();
  const locale = useLocale();
  switch (dialog.kind) {
    case 'nothing':
      return null;
    case 'windows': {
      const choose = (windowId: string) => {
        onClose();
        void editor.capture({ kind: 'window', windowId });
      };
      return <WindowChooser onChoose={choose} onClose={onClose} />;
    }
    case 'editor': {
      const { id, tool } = dialog;
      if (!pictures.some((picture) => picture.id === id)) return null;
      const replace = (png: Uint8Array<ArrayBuffer>) => editor.replace(id, png);
      return <MarkupEditor pictureId={id} tool={tool} onDone={replace} onClose={onClose} />;
    }
    case 'large': {
      const index = pictures.findIndex(({ id }) => id === dialog.id);
      const picture = pictures[index];
      if (picture === undefined) return null;
      const name = pictureName(t('picture.screenshot'), index);
      const { width, height, size } = picture;
      const figures = { width: width ?? 0, height: height ?? 0, size: fileSize(size ?? 0, locale) };
      return (
        <LargePicture
          address={pictureAddress(picture.id)}
          name={name}
          note={t('picture.facts', figures)}
          onClose={onClose}
        />
      );
    }
    default:
      return unreachable(dialog);
  }
}
