import { testDetector } from '../../../test/support/detector-cases';
import { destructiveGit } from './detector';

testDetector(destructiveGit, __dirname);
