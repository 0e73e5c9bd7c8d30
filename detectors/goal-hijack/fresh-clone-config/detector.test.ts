import { testDetector } from '../../../test/support/detector-cases';
import { freshCloneConfig } from './detector';

testDetector(freshCloneConfig, __dirname);
