import { mkdirSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import express, { type Request, type RequestHandler, type Response } from 'express';
import multer, { MulterError } from 'multer';
import { newId } from '../ids.ts';
import { BadRequest, TooLarge, WrongType } from './bad-request.ts';
import { collectFields, type Fields } from './fields.ts';
import type { RouteEntry, UploadedFile } from './route.ts';

/** A form as text, bytes; longer is no form of ours. */
const FORM_BYTES = 256 * 1024;
const FORM_FIELDS = 2_000;

const readText = express.text({ type: 'application/x-www-form-urlencoded', limit: FORM_BYTES });

/** Reads the bodies of POST requests: flat forms, and one file where the route declares it. */
export interface BodyReader {
  read(
    req: Request,
    res: Response,
    upload: RouteEntry['upload'],
  ): Promise<{ fields: Fields; file: UploadedFile | null }>;
}

/** `folder` takes uploads under generated names; it is created when first needed. */
export function makeBodyReader(folder: string): BodyReader {
  const storage = multer.diskStorage({
    destination: (_req, _file, done) => {
      mkdirSync(folder, { recursive: true });
      done(null, folder);
    },
    // The name sent is for display only; `../`, NUL or 300 characters never reach the disk.
    filename: (_req, _file, done) => done(null, newId()),
  });
  return {
    read: async (req, res, upload) => {
      if (upload !== undefined && req.is('multipart/form-data')) {
        return readUpload(req, res, storage, upload);
      }
      if (req.is('application/x-www-form-urlencoded')) {
        await run(readText, req, res);
        const text = typeof req.body === 'string' ? req.body : '';
        if (text.split('&', FORM_FIELDS + 1).length > FORM_FIELDS) throw new TooLarge('errors.too-large');
        return { fields: collectFields(new URLSearchParams(text)), file: null };
      }
      const empty = req.headers['content-length'] === '0' || req.headers['content-length'] === undefined;
      if (empty && req.headers['transfer-encoding'] === undefined) return { fields: new Map(), file: null };
      throw new WrongType('errors.wrong-type');
    },
  };
}

/** Removes an upload whose request failed; a missing file is fine. */
export async function dropUpload(file: UploadedFile | null): Promise<void> {
  if (file !== null) await unlink(file.path).catch(() => undefined);
}

async function readUpload(
  req: Request,
  res: Response,
  storage: multer.StorageEngine,
  { field, maxBytes }: NonNullable<RouteEntry['upload']>,
): Promise<{ fields: Fields; file: UploadedFile | null }> {
  const reader = multer({
    storage,
    defParamCharset: 'utf8',
    limits: { fileSize: maxBytes, files: 1, fields: FORM_FIELDS, fieldSize: FORM_BYTES, fieldNameSize: 200 },
  });
  const pairs: [string, string][] = [];
  let stored: UploadedFile | null = null;
  try {
    await run(reader.single(field), req, res);
    if (req.file !== undefined) {
      stored = {
        path: req.file.path,
        originalName: displayName(req.file.originalname),
        bytes: req.file.size,
      };
    }
    for (const [name, value] of Object.entries((req.body ?? {}) as Record<string, unknown>)) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (typeof one !== 'string') throw new BadRequest('errors.bad-request');
        pairs.push([name, one]);
      }
    }
    return { fields: collectFields(pairs), file: stored };
  } catch (error) {
    await dropUpload(stored);
    if (error instanceof MulterError) {
      throw error.code === 'LIMIT_UNEXPECTED_FILE' || error.code === 'MISSING_FIELD_NAME'
        ? new BadRequest('errors.bad-request')
        : new TooLarge('errors.too-large');
    }
    throw error;
  }
}

/** Last part of the name, without control characters, cut to a length a screen can show. */
function displayName(name: string): string {
  const last = name.replace(/^.*[\\/]/s, '').replace(/\p{Cc}/gu, '');
  return Array.from(last).slice(0, 120).join('') || 'file';
}

function run(handler: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void handler(req, res, (error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('body'));
    });
  });
}
