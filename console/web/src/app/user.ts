import { createContext, useContext } from 'react';

/** Who is signed in. */
export const User = createContext('');

export const useUser = (): string => useContext(User);
