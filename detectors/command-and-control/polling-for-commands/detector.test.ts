import { testDetector } from '../../../test/support/detector-cases';
import { pollingForCommands } from './detector';

testDetector(pollingForCommands, __dirname);
