/**
 * The demo: the whole pipeline on real servers, a simulated tenant, and the proof that it worked.
 */
package io.mailtrail.cli.demo;
