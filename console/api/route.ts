/** One route of the API as data: what it takes, what it answers, and the code. Express and the OpenAPI document are both made of these. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Caller } from './guard';

export interface Asked<Query, Body> {
  query: Query;
  body: Body;
  /** `:id` of the path; '' where there is none. */
  id: string;
  caller: Caller;
  /** The version that `If-Match` names; -1 on routes that do not ask for it. */
  revision: number;
  request: Request;
  response: Response;
}

export interface Route<Query = unknown, Body = unknown> {
  method: 'get' | 'post' | 'delete';
  /** With `:id` where something is named. */
  path: `/api/${string}`;
  /** Name of the operation in the document. */
  operation: string;
  summary: string;
  /** `open`: nobody has to say who they are; `token`: only with the API token. Otherwise token or cookie. */
  access?: 'open' | 'token';
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** Default 200; 204 has no body. */
  status?: 200 | 201 | 204;
  /** Of the JSON that is answered; left out where there is none. */
  answer?: z.ZodType;
  /** What else than JSON is answered. */
  media?: string;
  /** The answer has the version of the thing as its ETag. */
  versioned?: boolean;
  /** A change: asks for `If-Match`. */
  conditional?: boolean;
  /** Further refusals that it may answer. */
  problems?: readonly number[];
  /** The body of the answer; undefined where it was sent already. */
  handle(asked: Asked<Query, Body>): Promise<unknown>;
}

/** Keeps the types of query and body within the route, so that routes of all kinds go into one list. */
export const route = <Query, Body>(given: Route<Query, Body>): Route => given;

/** The ETag of something that is written again and again under one id. */
export const tagOf = (revision: number): string => `"${revision}"`;
