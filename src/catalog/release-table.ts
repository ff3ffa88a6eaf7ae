/**
 * The release tables, as text: one line a fact, so that a change shows as one line in a diff. Parsed by
 * `releases.ts` on first use; nothing else reads them. `npm run add-release` writes the lines of a new release.
 */

/**
 * Device OS releases and their module versions: release, module version of the system parts, version of the
 * bootloader released with it (or -), platforms (or - where the table names none). Every release of the rows below has
 * its line here; the lines stand in ascending order of release, and the code relies on that (a test asserts both).
 *
 * Sources: every row of `system/system-versions.md` at Device OS 6.2.0 (889b301c4). Rows which that file lost:
 * 1.1.1-rc.1, 1.1.1, 2.0.2-rc.1 and 2.0.2, from the same file at their tags (2e49de178, 7886b0428, 637ee263d,
 * a032b3c79). 0.4.8-rc.2, and bootloader 6 of 0.4.8-rc.6: the Electron's factory binaries. 6.3.0 and later: headers of the
 * released binaries, as `src/assets/files/device-restore/RELEASE/PLATFORM.json` of particle-iot/docs has them.
 * Versions that exist only on unreleased test branches (404, 5502, 5503, 5900, 6298, 6299) are left out.
 */
export const VERSION_TABLE = `
0.4.0 0 - -
0.4.1 1 - -
0.4.2 2 - -
0.4.3 3 - -
0.4.4-rc.1 4 - -
0.4.4-rc.2 4 - -
0.4.4-rc.3 4 - -
0.4.4-rc.4 4 - -
0.4.4-rc.5 4 - -
0.4.4-rc.6 4 - -
0.4.4 5 - -
0.4.5 6 - -
0.4.6 7 - -
0.4.7 8 - -
0.4.8-rc.1 9 - photon
0.4.8-rc.2 1 - electron
0.4.8-rc.6 10 6 electron
0.4.9 11 7 core,photon,p1
0.5.0-rc.1 12 - core,photon,p1,electron
0.5.0-rc.2 13 - core,photon,p1,electron
0.5.0 13 - core,photon,p1,electron
0.5.1-rc.1 14 - core,photon,p1,electron
0.5.1-rc.2 15 - core,photon,p1,electron
0.5.1 15 - core,photon,p1,electron
0.5.2-rc.1 16 - core,photon,p1,electron
0.5.2 17 - core,photon,p1,electron
0.5.3-rc.1 18 - core,photon,p1,electron
0.5.3-rc.2 19 - core,photon,p1,electron
0.5.3-rc.3 20 - core,photon,p1,electron
0.5.3 21 - core,photon,p1,electron
0.5.4 22 - core,photon,p1,electron
0.5.5 23 - photon,p1,electron
0.6.0-rc.1 100 - core,photon,p1,electron
0.6.0-rc.2 101 - core,photon,p1,electron
0.6.0 102 - core,photon,p1,electron
0.6.1-rc.1 103 9 core,photon,p1,electron
0.6.1-rc.2 104 - core,photon,p1,electron
0.6.1 105 - core,photon,p1,electron
0.6.2-rc.1 106 - core,photon,p1,electron
0.6.2-rc.2 107 - core,photon,p1,electron
0.6.2 108 11 core,photon,p1,electron
0.6.3 109 11 photon,p1,electron
0.6.4 110 11 electron
0.7.0-rc.1 200 100 core,photon,p1,electron
0.7.0-rc.2 201 100 core,photon,p1,electron
0.7.0-rc.3 202 100 core,photon,p1,electron
0.7.0-rc.4 203 100 core,photon,p1,electron
0.7.0-rc.5 204 101 core,photon,p1,electron
0.7.0-rc.6 205 101 core,photon,p1,electron
0.7.0-rc.7 206 101 core,photon,p1,electron
0.7.0 207 101 core,photon,p1,electron
0.8.0-rc.1 300 101 photon,p1,electron
0.8.0-rc.2 301 101 photon,p1,electron
0.8.0-rc.3 302 201 core,photon,p1,electron
0.8.0-rc.4 303 201 core,photon,p1,electron
0.8.0-rc.5 304 201 core,photon,p1,electron
0.8.0-rc.6 305 201 core,photon,p1,electron
0.8.0-rc.7 306 201 core,photon,p1,electron
0.8.0-rc.8 307 201 core,photon,p1,electron
0.8.0-rc.9 308 201 core,photon,p1,electron
0.8.0-rc.10 309 201 core,photon,p1,electron
0.8.0-rc.11 310 201 core,photon,p1,electron
0.8.0-rc.12 311 201 core,photon,p1,electron
0.8.0-rc.13 312 201 xenon,argon
0.8.0-rc.14 312 201 core,photon,p1,electron
0.8.0-rc.15 314 209 xenon,argon
0.8.0-rc.16 315 209 xenon,argon
0.8.0-rc.17 316 210 boron
0.8.0-rc.18 317 210 xenon,argon,boron
0.8.0-rc.19 318 211 xenon,argon,boron
0.8.0-rc.20 319 212 xenon,argon,boron
0.8.0-rc.21 320 212 xenon,argon,boron
0.8.0-rc.22 321 213 xenon,argon,boron
0.8.0-rc.23 322 214 xenon,argon,boron
0.8.0-rc.24 323 214 xenon,argon,boron
0.8.0-rc.25 324 214 xenon,argon,boron
0.8.0-rc.26 325 215 xenon,argon,boron
0.8.0-rc.27 326 215 xenon,argon,boron
0.9.0-rc.1 400 300 xenon,argon,boron
0.9.0-rc.2 401 300 xenon,argon,boron
0.9.0-rc.3 402 300 xenon,argon,boron
0.9.0 403 300 xenon,argon,boron
1.0.0 1000 201 core,photon,p1,electron
1.0.1-rc.1 1001 201 core,photon,p1,electron
1.0.1 1002 201 core,photon,p1,electron
1.1.0-rc.1 1100 300 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.1.0-rc.2 1101 301 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.1.0 1102 301 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.1.1-rc.1 1103 301 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.1.1 1104 301 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.2.0-alpha.1 1200 300 photon,p1,electron,boron
1.2.0-beta.1 1201 300 core,photon,p1,electron,xenon,argon,boron
1.2.0-rc.1 1202 302 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.2.1-rc.1 1210 310 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.2.1-rc.2 1211 311 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.2.1-rc.3 1212 311 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.2.1 1213 311 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.3.0-alpha.1 1300 311 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.3.0-rc.1 1301 311 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.3.1-rc.1 1320 400 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.3.1 1321 401 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.4.0-rc.1 1400 500 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.4.0 1401 500 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.4.1-rc.1 1402 500 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.4.1 1403 500 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.4.2 1404 501 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.4.3 1405 501 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.4.4 1406 501 core,photon,p1,electron,xenon,argon,boron,xsom,asom,bsom
1.4.5-b5som.1 1407 501 b5som
1.4.5-b5som.2 1408 501 b5som
1.5.0-rc.1 1500 501 photon,p1,electron,xenon,argon,boron,bsom,b5som
1.5.0-rc.2 1501 501 photon,p1,electron,xenon,argon,boron,bsom,b5som
1.5.0 1502 501 photon,p1,electron,xenon,argon,boron,bsom,b5som
1.5.1-rc.1 1510 501 photon,p1,electron,xenon,argon,boron,bsom,b5som
1.5.1-tracker.1 1503 501 tracker
1.5.1-tracker.2 1504 501 tracker
1.5.1-tracker.3 1505 501 tracker
1.5.1 1511 501 photon,p1,electron,xenon,argon,boron,bsom,b5som
1.5.2 1512 502 photon,p1,electron,xenon,argon,boron,bsom,b5som
1.5.3-tracker.1 1513 502 tracker
1.5.4-rc.1 1514 502 photon,p1,electron,xenon,argon,boron,bsom,b5som,tracker
1.5.4-rc.2 1515 502 photon,p1,electron,xenon,argon,boron,bsom,b5som,tracker
2.0.0-alpha.1 2000 1000 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.0-alpha.2 2001 1000 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.0-alpha.3 2002 1001 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.0-alpha.4 2003 1002 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.0-rc.1 2004 1002 photon,p1,electron,argon,boron,bsom,b5som
2.0.0-rc.2 2005 1003 photon,p1,electron,argon,boron,bsom,b5som
2.0.0-rc.3 2006 1003 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.0-rc.4 2007 1003 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.0 2008 1003 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.1-alpha.1 2009 1004 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.1-alpha.2 2010 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.1 2011 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.2-rc.1 2020 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.0.2 2021 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.1.0-rc.1 2100 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.1.0 2101 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.2.0-rc.1 2200 1006 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.2.0-rc.2 2201 1006 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.2.0 2202 1006 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.3.0-rc.1 2300 1006 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.3.0 2301 1006 photon,p1,electron,argon,boron,bsom,b5som,tracker
2.3.1 2302 1006 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.0.0-alpha.1 3000 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.0.0-alpha.2 3001 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.0.0-beta.1 3002 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.0.0-rc.1 3003 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.0.0-rc.2 3004 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.0.0 3005 1005 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.0.1-p2.1 3010 1005 p2
3.0.1-p2.2 3011 1006 p2
3.0.1-p2.3 3012 1006 p2
3.0.1-p2.4 3013 1006 p2
3.0.1-p2.5 3014 1007 p2
3.1.0-alpha.1 3100 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.1.0-alpha.2 3101 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.1.0-rc.1 3102 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.1.0 3103 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.2.0-rc.1 3200 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.2.0 3201 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.2.1-p2.1 3210 1007 p2
3.2.1-p2.2 3211 1007 p2
3.2.1-p2.3 3212 1008 p2
3.2.1-p2.4 3213 1009 p2
3.3.0-rc.1 3300 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.3.0 3301 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
3.3.1 3302 1100 photon,p1,electron,argon,boron,bsom,b5som,tracker
4.0.0-alpha.1 4000 1100 argon,boron,bsom,b5som,tracker
4.0.0-alpha.2 4001 1101 argon,boron,bsom,b5som,tracker,esomx
4.0.0-beta.1 4002 1101 argon,boron,bsom,b5som,tracker,esomx
4.0.0 4003 1101 argon,boron,bsom,b5som,tracker,esomx
4.0.1-rc.1 4004 1101 argon,boron,bsom,b5som,tracker,esomx
4.0.1 4005 1101 argon,boron,bsom,b5som,tracker,esomx
4.0.2 4006 1101 argon,boron,bsom,b5som,tracker,esomx
4.1.0 4100 1200 argon,boron,bsom,b5som,tracker,esomx
4.2.0 4200 1200 argon,boron,bsom,b5som,tracker,esomx
5.0.0-alpha.1 5000 2000 argon,boron,bsom,b5som,tracker,esomx,p2
5.0.0-alpha.2 5001 2000 argon,boron,bsom,b5som,tracker,esomx,p2
5.0.0 5002 2000 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.0.1 5003 2001 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.1.0 5004 2001 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.2.0 5200 2002 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.3.0 5300 2100 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.3.1 5301 2101 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.3.2 5302 2102 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.4.0 5400 2200 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.4.1 5410 2210 argon,boron,bsom,b5som,tracker,trackerm,esomx,p2
5.5.0-rc.1 5500 2300 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
5.5.0 5501 2300 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
5.6.0 5600 2400 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
5.7.0 5700 2500 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
5.8.0 5800 2600 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
5.8.1 5801 2600 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
5.8.2 5802 2601 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
5.9.0 5901 2700 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.0.0 6000 3000 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.1.0 6100 3000 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.1.1 6101 3001 argon,boron,bsom,b5som,tracker,esomx
6.1.2 6102 3002 argon,boron,bsom,b5som,tracker,esomx
6.2.0 6200 3100 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.3.0 6302 3101 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.3.2 6303 3101 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.3.3 6304 3101 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.3.4 6305 3200 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.4.0 6400 3300 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.4.1 6401 3301 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
6.5.0 6500 3301 argon,boron,bsom,b5som,tracker,trackerm,esomx,msom,p2
`;

/**
 * The day on which the rows of a release were added, where it is recorded: how old the table is.
 */
export const ADDED_ON = `
6.3.0 2026-11-27
6.3.2 2026-11-27
6.3.3 2026-11-27
6.3.4 2026-11-27
6.4.0 2026-11-27
6.4.1 2026-11-27
6.5.0 2026-11-27
`;

/**
 * Releases that are known by name and day alone: release, day of release. What they consist of was not seen; a release that has its line above
 * does not count here any more. Source: github.com/particle-iot/device-os/releases/tag/v6.6.0.
 */
export const ANNOUNCED = `
6.6.0 2026-10-13
`;

/**
 * Bootloader versions that were first shipped with another release than VERSION_TABLE shows: version, release,
 * platforms. Sources: note [1] of `system/system-versions.md` at 6.2.0 (200 is version 101 released a second time under
 * another number); BOOTLOADER_VERSION in the makefiles at v0.6.1 (11).
 */
export const BOOTLOADER_TABLE = `
11 0.6.1 photon,p1,electron
200 0.8.0-rc.1 photon,p1,electron
`;

/**
 * Releases that the generated rows lack, in the same form.
 *
 * Sources: Electron 0.4.8-rc.2 and 0.4.8-rc.6, headers of the factory binaries in the history of
 * particle-iot/particle-cli. 1.1.1 and 2.0.2 with their release candidates: `modules/shared/system_module_version.mk`
 * at tags v1.1.1-rc.1, v1.1.1, v2.0.2-rc.1 and v2.0.2, which differs from v1.1.0 and v2.0.1 by the system version alone;
 * 1.1.1 confirmed by the headers of the files named.
 */
export const EXTRA_ROWS = `
0.4.8-rc.2 electron 1 boot=- | sys1@1:system-part1-v0.4.8-rc.2-electron.bin | sys2@1:system-part2-v0.4.8-rc.2-electron.bin sys1@1
0.4.8-rc.6 electron 10 boot=6 | sys1@10:system-part1-v0.4.8-rc.6-electron.bin | sys2@10:system-part2-v0.4.8-rc.6-electron.bin sys1@10 | boot0@6
1.1.1-rc.1 photon 1103 boot=301 | sys1@1103 sys2@204 | sys2@1103 sys1@1103 boot0@201 | boot0@301
1.1.1-rc.1 p1 1103 boot=301 | sys1@1103 sys2@204 | sys2@1103 sys1@1103 boot0@201 | boot0@301
1.1.1-rc.1 electron 1103 boot=301 | sys3@1103 sys2@110 | sys1@1103 sys3@1103 | sys2@1103 sys1@1103 boot0@201 | boot0@301
1.1.1-rc.1 argon 1103 boot=301 | sys1@1103 boot0@201 | boot0@301
1.1.1-rc.1 boron 1103 boot=301 | sys1@1103 boot0@201 | boot0@301
1.1.1-rc.1 xenon 1103 boot=301 | sys1@1103 boot0@201 | boot0@301
1.1.1-rc.1 bsom 1103 boot=301 | sys1@1103 boot0@201 | boot0@301
1.1.1 photon 1104 boot=301 | sys1@1104 sys2@204 | sys2@1104 sys1@1104 boot0@201 | boot0@301
1.1.1 p1 1104 boot=301 | sys1@1104 sys2@204 | sys2@1104 sys1@1104 boot0@201 | boot0@301
1.1.1 electron 1104 boot=301 | sys3@1104:debug sys2@110 | sys1@1104:debug sys3@1104 | sys2@1104:debug sys1@1104 boot0@201 | boot0@301
1.1.1 argon 1104 boot=301 | sys1@1104:new boot0@201 | boot0@301
1.1.1 boron 1104 boot=301 | sys1@1104:new boot0@201 | boot0@301
1.1.1 xenon 1104 boot=301 | sys1@1104:new boot0@201 | boot0@301
1.1.1 bsom 1104 boot=301 | sys1@1104:new boot0@201 | boot0@301
2.0.2-rc.1 photon 2020 boot=1005 | sys1@2020 sys2@207 | sys2@2020 sys1@2020 boot0@1003 | boot0@1005
2.0.2-rc.1 p1 2020 boot=1005 | sys1@2020 sys2@207 | sys2@2020 sys1@2020 boot0@1003 | boot0@1005
2.0.2-rc.1 electron 2020 boot=1005 | sys3@2020 sys2@110 | sys1@2020 sys3@2020 | sys2@2020 sys1@2020 boot0@1003 | boot0@1005
2.0.2-rc.1 argon 2020 boot=1005 | sys1@2020 boot0@1005 radio0@202 | boot0@1005
2.0.2-rc.1 boron 2020 boot=1005 | sys1@2020 boot0@1005 radio0@202 | boot0@1005
2.0.2-rc.1 bsom 2020 boot=1005 | sys1@2020 boot0@1005 radio0@202 | boot0@1005
2.0.2-rc.1 b5som 2020 boot=1005 | sys1@2020 boot0@1005 radio0@202 | boot0@1005
2.0.2-rc.1 tracker 2020 boot=1005 | sys1@2020 boot0@1005 radio0@202 | boot0@1005
2.0.2 photon 2021 boot=1005 | sys1@2021 sys2@207 | sys2@2021 sys1@2021 boot0@1003 | boot0@1005
2.0.2 p1 2021 boot=1005 | sys1@2021 sys2@207 | sys2@2021 sys1@2021 boot0@1003 | boot0@1005
2.0.2 electron 2021 boot=1005 | sys3@2021 sys2@110 | sys1@2021 sys3@2021 | sys2@2021 sys1@2021 boot0@1003 | boot0@1005
2.0.2 argon 2021 boot=1005 | sys1@2021 boot0@1005 radio0@202 | boot0@1005
2.0.2 boron 2021 boot=1005 | sys1@2021 boot0@1005 radio0@202 | boot0@1005
2.0.2 bsom 2021 boot=1005 | sys1@2021 boot0@1005 radio0@202 | boot0@1005
2.0.2 b5som 2021 boot=1005 | sys1@2021 boot0@1005 radio0@202 | boot0@1005
2.0.2 tracker 2021 boot=1005 | sys1@2021 boot0@1005 radio0@202 | boot0@1005
`;

/**
 * Modules that each release declares: release, platform, module version of the system parts, version of the bootloader
 * released with it, then one group a module: function, index, version, file, dependencies (first, second).
 * The system parts stand in the order of their file names (system-part1, 2, 3), whatever their index.
 * File: `:old` system-partN-RELEASE-PLATFORM.bin, `:new` PLATFORM-system-partN@RELEASE.bin, `:debug` and `:lto` the
 * same with +debug and +lto, another name as it is, nothing where no released file was read.
 * `inferred` behind the bootloader: nothing of this row was read; it follows the pattern of the rows that were.
 *
 * Sources: `modules/shared/system_module_version.mk` evaluated at each tag of particle-iot/device-os, confirmed by the
 * headers of the released binaries wherever a file is named. 6.3.0 and later: as for VERSION_TABLE.
 */
export const RELEASE_ROWS = `
0.4.9 photon 11 boot=7 | sys1@11:old | sys2@11:old sys1@11 | boot0@7
0.5.0-rc.1 photon 12 boot=- | sys1@12 | sys2@12 sys1@12
0.5.0-rc.2 photon 13 boot=- | sys1@13 | sys2@13 sys1@13
0.5.0 photon 13 boot=- | sys1@13:old | sys2@13:old sys1@13
0.5.1-rc.1 photon 14 boot=- | sys1@14 | sys2@14 sys1@14
0.5.1-rc.2 photon 15 boot=- | sys1@15 | sys2@15 sys1@15
0.5.1 photon 15 boot=- | sys1@15:old | sys2@15:old sys1@15
0.5.2-rc.1 photon 16 boot=- | sys1@16 | sys2@16 sys1@16
0.5.2 photon 17 boot=- | sys1@17:old | sys2@17:old sys1@17
0.5.3-rc.1 photon 18 boot=- | sys1@18 | sys2@18 sys1@18
0.5.3-rc.2 photon 19 boot=- | sys1@19 | sys2@19 sys1@19
0.5.3-rc.3 photon 20 boot=- | sys1@20 | sys2@20 sys1@20
0.5.3 photon 21 boot=- | sys1@21:old | sys2@21:old sys1@21
0.5.4 photon 22 boot=- | sys1@22 | sys2@22 sys1@22
0.5.5 photon 23 boot=- | sys1@23 | sys2@23 sys1@23
0.6.0-rc.1 photon 100 boot=- | sys1@100 | sys2@100 sys1@100
0.6.0-rc.2 photon 101 boot=- | sys1@101 | sys2@101 sys1@101
0.6.0 photon 102 boot=- | sys1@102:old | sys2@102:old sys1@102
0.6.1-rc.1 photon 103 boot=9 | sys1@103 | sys2@103 sys1@103 | boot0@9
0.6.1-rc.2 photon 104 boot=- | sys1@104 | sys2@104 sys1@104
0.6.1 photon 105 boot=- | sys1@105:old | sys2@105:old sys1@105
0.6.2-rc.1 photon 106 boot=- | sys1@106 | sys2@106 sys1@106
0.6.2-rc.2 photon 107 boot=- | sys1@107 | sys2@107 sys1@107
0.6.2 photon 108 boot=11 | sys1@108:old | sys2@108:old sys1@108 | boot0@11
0.6.3 photon 109 boot=11 | sys1@109:old | sys2@109:old sys1@109 | boot0@11
0.7.0-rc.1 photon 200 boot=100 | sys1@200 | sys2@200 sys1@200 boot0@100 | boot0@100
0.7.0-rc.2 photon 201 boot=100 | sys1@201 | sys2@201 sys1@201 boot0@100 | boot0@100
0.7.0-rc.3 photon 202 boot=100 | sys1@202 | sys2@202 sys1@202 boot0@100 | boot0@100
0.7.0-rc.4 photon 203 boot=100 | sys1@203 | sys2@203 sys1@203 boot0@100 | boot0@100
0.7.0-rc.5 photon 204 boot=101 | sys1@204 | sys2@204 sys1@204 boot0@101 | boot0@101
0.7.0-rc.6 photon 205 boot=101 | sys1@205 | sys2@205 sys1@205 boot0@101 | boot0@101
0.7.0-rc.7 photon 206 boot=101 | sys1@206 | sys2@206 sys1@206 boot0@101 | boot0@101
0.7.0 photon 207 boot=101 | sys1@207:old | sys2@207:old sys1@207 boot0@101 | boot0@101
0.8.0-rc.1 photon 300 boot=101 | sys1@300 sys2@204 | sys2@300 sys1@300 boot0@101 | boot0@101
0.8.0-rc.2 photon 301 boot=101 | sys1@301 sys2@204 | sys2@301 sys1@301 boot0@101 | boot0@101
0.8.0-rc.3 photon 302 boot=201 | sys1@302 sys2@204 | sys2@302 sys1@302 boot0@201 | boot0@201
0.8.0-rc.4 photon 303 boot=201 | sys1@303 sys2@204 | sys2@303 sys1@303 boot0@201 | boot0@201
0.8.0-rc.5 photon 304 boot=201 | sys1@304 sys2@204 | sys2@304 sys1@304 boot0@201 | boot0@201
0.8.0-rc.6 photon 305 boot=201 | sys1@305 sys2@204 | sys2@305 sys1@305 boot0@201 | boot0@201
0.8.0-rc.7 photon 306 boot=201 | sys1@306 sys2@204 | sys2@306 sys1@306 boot0@201 | boot0@201
0.8.0-rc.8 photon 307 boot=201 | sys1@307 sys2@204 | sys2@307 sys1@307 boot0@201 | boot0@201
0.8.0-rc.9 photon 308 boot=201 | sys1@308 sys2@204 | sys2@308 sys1@308 boot0@201 | boot0@201
0.8.0-rc.10 photon 309 boot=201 | sys1@309 sys2@204 | sys2@309 sys1@309 boot0@201 | boot0@201
0.8.0-rc.11 photon 310 boot=201 | sys1@310 sys2@204 | sys2@310 sys1@310 boot0@201 | boot0@201
0.8.0-rc.12 photon 311 boot=201 | sys1@311 sys2@204 | sys2@311 sys1@311 boot0@201 | boot0@201
0.8.0-rc.14 photon 312 boot=201 | sys1@312 sys2@204 | sys2@312 sys1@312 boot0@201 | boot0@201
1.0.0 photon 1000 boot=201 | sys1@1000 sys2@204 | sys2@1000 sys1@1000 boot0@201 | boot0@201
1.0.1-rc.1 photon 1001 boot=201 | sys1@1001 sys2@204 | sys2@1001 sys1@1001 boot0@201 | boot0@201
1.0.1 photon 1002 boot=201 | sys1@1002 sys2@204 | sys2@1002 sys1@1002 boot0@201 | boot0@201
1.1.0-rc.1 photon 1100 boot=300 | sys1@1100 sys2@204 | sys2@1100 sys1@1100 boot0@201 | boot0@300
1.1.0-rc.2 photon 1101 boot=301 | sys1@1101 sys2@204 | sys2@1101 sys1@1101 boot0@201 | boot0@301
1.1.0 photon 1102 boot=301 | sys1@1102 sys2@204 | sys2@1102 sys1@1102 boot0@201 | boot0@301
1.2.0-beta.1 photon 1201 boot=300 | sys1@1201 sys2@204 | sys2@1201 sys1@1201 boot0@201 | boot0@300
1.2.0-rc.1 photon 1202 boot=302 | sys1@1202 sys2@204 | sys2@1202 sys1@1202 boot0@201 | boot0@302
1.2.1-rc.1 photon 1210 boot=310 | sys1@1210 sys2@204 | sys2@1210 sys1@1210 boot0@201 | boot0@310
1.2.1-rc.2 photon 1211 boot=311 | sys1@1211 sys2@204 | sys2@1211 sys1@1211 boot0@201 | boot0@311
1.2.1-rc.3 photon 1212 boot=311 | sys1@1212 sys2@204 | sys2@1212 sys1@1212 boot0@201 | boot0@311
1.2.1 photon 1213 boot=311 | sys1@1213:new sys2@204 | sys2@1213:new sys1@1213 boot0@311 | boot0@311:new
1.3.0-alpha.1 photon 1300 boot=311 | sys1@1300 sys2@204 | sys2@1300 sys1@1300 boot0@201 | boot0@311
1.3.0-rc.1 photon 1301 boot=311 | sys1@1301 sys2@204 | sys2@1301 sys1@1301 boot0@201 | boot0@311
1.3.1-rc.1 photon 1320 boot=400 | sys1@1320 sys2@204 | sys2@1320 sys1@1320 boot0@400 | boot0@400
1.3.1 photon 1321 boot=401 | sys1@1321:new sys2@204 | sys2@1321:new sys1@1321 boot0@400 | boot0@401:new
1.4.0-rc.1 photon 1400 boot=500 | sys1@1400 sys2@204 | sys2@1400 sys1@1400 boot0@400 | boot0@500
1.4.0 photon 1401 boot=500 | sys1@1401:new sys2@204 | sys2@1401:new sys1@1401 boot0@400 | boot0@500:lto
1.4.1-rc.1 photon 1402 boot=500 | sys1@1402 sys2@204 | sys2@1402 sys1@1402 boot0@400 | boot0@500
1.4.1 photon 1403 boot=500 | sys1@1403:new sys2@207 | sys2@1403:new sys1@1403 boot0@400 | boot0@500:photon-bootloader@1.4.0+lto.bin
1.4.2 photon 1404 boot=501 | sys1@1404:new sys2@207 | sys2@1404:new sys1@1404 boot0@400 | boot0@501:lto
1.4.3 photon 1405 boot=501 | sys1@1405:new sys2@207 | sys2@1405:new sys1@1405 boot0@400 | boot0@501:photon-bootloader@1.4.2+lto.bin
1.4.4 photon 1406 boot=501 | sys1@1406:new sys2@207 | sys2@1406:new sys1@1406 boot0@400 | boot0@501:photon-bootloader@1.4.2+lto.bin
1.5.0-rc.1 photon 1500 boot=501 | sys1@1500 sys2@207 | sys2@1500 sys1@1500 boot0@400 | boot0@501
1.5.0-rc.2 photon 1501 boot=501 | sys1@1501 sys2@207 | sys2@1501 sys1@1501 boot0@400 | boot0@501
1.5.0 photon 1502 boot=501 | sys1@1502:new sys2@207 | sys2@1502:new sys1@1502 boot0@400 | boot0@501:photon-bootloader@1.4.2+lto.bin
1.5.1-rc.1 photon 1510 boot=501 | sys1@1510 sys2@207 | sys2@1510 sys1@1510 boot0@400 | boot0@501
1.5.1 photon 1511 boot=501 | sys1@1511:new sys2@207 | sys2@1511:new sys1@1511 boot0@400 | boot0@501:photon-bootloader@1.4.2+lto.bin
1.5.2 photon 1512 boot=502 | sys1@1512:new sys2@207 | sys2@1512:new sys1@1512 boot0@400 | boot0@502:lto
1.5.4-rc.1 photon 1514 boot=502 | sys1@1514 sys2@207 | sys2@1514 sys1@1514 boot0@400 | boot0@502
1.5.4-rc.2 photon 1515 boot=502 | sys1@1515 sys2@207 | sys2@1515 sys1@1515 boot0@400 | boot0@502
2.0.0-alpha.1 photon 2000 boot=1000 | sys1@2000 sys2@207 | sys2@2000 sys1@2000 boot0@1000 | boot0@1000
2.0.0-alpha.2 photon 2001 boot=1000 | sys1@2001 sys2@207 | sys2@2001 sys1@2001 boot0@1000 | boot0@1000
2.0.0-alpha.3 photon 2002 boot=1001 | sys1@2002 sys2@207 | sys2@2002 sys1@2002 boot0@1000 | boot0@1001
2.0.0-alpha.4 photon 2003 boot=1002 | sys1@2003 sys2@207 | sys2@2003 sys1@2003 boot0@1000 | boot0@1002
2.0.0-rc.1 photon 2004 boot=1002 | sys1@2004 sys2@207 | sys2@2004 sys1@2004 boot0@1000 | boot0@1002
2.0.0-rc.2 photon 2005 boot=1003 | sys1@2005 sys2@207 | sys2@2005 sys1@2005 boot0@1003 | boot0@1003
2.0.0-rc.3 photon 2006 boot=1003 | sys1@2006 sys2@207 | sys2@2006 sys1@2006 boot0@1003 | boot0@1003
2.0.0-rc.4 photon 2007 boot=1003 | sys1@2007 sys2@207 | sys2@2007 sys1@2007 boot0@1003 | boot0@1003
2.0.0 photon 2008 boot=1003 | sys1@2008:new sys2@207 | sys2@2008:new sys1@2008 boot0@1003 | boot0@1003:lto
2.0.1 photon 2011 boot=1005 | sys1@2011:new sys2@207 | sys2@2011:new sys1@2011 boot0@1003 | boot0@1005:lto
2.1.0-rc.1 photon 2100 boot=1005 | sys1@2100 sys2@207 | sys2@2100 sys1@2100 boot0@1003 | boot0@1005
2.1.0 photon 2101 boot=1005 | sys1@2101:new sys2@207 | sys2@2101:new sys1@2101 boot0@1003 | boot0@1005:photon-bootloader@2.0.1+lto.bin
2.2.0-rc.1 photon 2200 boot=1006 | sys1@2200 sys2@207 | sys2@2200 sys1@2200 boot0@1003 | boot0@1006
2.2.0-rc.2 photon 2201 boot=1006 | sys1@2201 sys2@207 | sys2@2201 sys1@2201 boot0@1003 | boot0@1006
2.2.0 photon 2202 boot=1006 | sys1@2202:new sys2@207 | sys2@2202:new sys1@2202 boot0@1003 | boot0@1006:lto
2.3.0-rc.1 photon 2300 boot=1006 | sys1@2300 sys2@207 | sys2@2300 sys1@2300 boot0@1003 | boot0@1006
2.3.0 photon 2301 boot=1006 | sys1@2301:new sys2@207 | sys2@2301:new sys1@2301 boot0@1003 | boot0@1006:photon-bootloader@2.2.0+lto.bin
2.3.1 photon 2302 boot=1006 | sys1@2302:new sys2@207 | sys2@2302:new sys1@2302 boot0@1003 | boot0@1006:photon-bootloader@2.2.0+lto.bin
3.0.0-alpha.1 photon 3000 boot=1005 | sys1@3000 sys2@207 | sys2@3000 sys1@3000 boot0@1003 | boot0@1005
3.0.0-alpha.2 photon 3001 boot=1005 | sys1@3001 sys2@207 | sys2@3001 sys1@3001 boot0@1003 | boot0@1005
3.0.0-beta.1 photon 3002 boot=1005 | sys1@3002 sys2@207 | sys2@3002 sys1@3002 boot0@1003 | boot0@1005
3.0.0-rc.1 photon 3003 boot=1005 | sys1@3003 sys2@207 | sys2@3003 sys1@3003 boot0@1003 | boot0@1005
3.0.0-rc.2 photon 3004 boot=1005 | sys1@3004 sys2@207 | sys2@3004 sys1@3004 boot0@1003 | boot0@1005
3.0.0 photon 3005 boot=1005 | sys1@3005 sys2@207 | sys2@3005 sys1@3005 boot0@1003 | boot0@1005
3.1.0-rc.1 photon 3102 boot=1100 | sys1@3102 sys2@207 | sys2@3102 sys1@3102 boot0@1003 | boot0@1100
3.1.0 photon 3103 boot=1100 | sys1@3103 sys2@207 | sys2@3103 sys1@3103 boot0@1003 | boot0@1100
3.2.0-rc.1 photon 3200 boot=1100 | sys1@3200 sys2@207 | sys2@3200 sys1@3200 boot0@1003 | boot0@1100
3.2.0 photon 3201 boot=1100 | sys1@3201 sys2@207 | sys2@3201 sys1@3201 boot0@1003 | boot0@1100
3.3.0-rc.1 photon 3300 boot=1100 | sys1@3300 sys2@207 | sys2@3300 sys1@3300 boot0@1003 | boot0@1100
3.3.0 photon 3301 boot=1100 | sys1@3301 sys2@207 | sys2@3301 sys1@3301 boot0@1003 | boot0@1100
3.3.1 photon 3302 boot=1100 | sys1@3302 sys2@207 | sys2@3302 sys1@3302 boot0@1003 | boot0@1100
0.4.9 p1 11 boot=7 | sys1@11:old | sys2@11:old sys1@11 | boot0@7
0.5.0-rc.1 p1 12 boot=- | sys1@12 | sys2@12 sys1@12
0.5.0-rc.2 p1 13 boot=- | sys1@13 | sys2@13 sys1@13
0.5.0 p1 13 boot=- | sys1@13:old | sys2@13:old sys1@13
0.5.1-rc.1 p1 14 boot=- | sys1@14 | sys2@14 sys1@14
0.5.1-rc.2 p1 15 boot=- | sys1@15 | sys2@15 sys1@15
0.5.1 p1 15 boot=- | sys1@15:old | sys2@15:old sys1@15
0.5.2-rc.1 p1 16 boot=- | sys1@16 | sys2@16 sys1@16
0.5.2 p1 17 boot=- | sys1@17:old | sys2@17:old sys1@17
0.5.3-rc.1 p1 18 boot=- | sys1@18 | sys2@18 sys1@18
0.5.3-rc.2 p1 19 boot=- | sys1@19 | sys2@19 sys1@19
0.5.3-rc.3 p1 20 boot=- | sys1@20 | sys2@20 sys1@20
0.5.3 p1 21 boot=- | sys1@21:old | sys2@21:old sys1@21
0.5.4 p1 22 boot=- | sys1@22 | sys2@22 sys1@22
0.5.5 p1 23 boot=- | sys1@23 | sys2@23 sys1@23
0.6.0-rc.1 p1 100 boot=- | sys1@100 | sys2@100 sys1@100
0.6.0-rc.2 p1 101 boot=- | sys1@101 | sys2@101 sys1@101
0.6.0 p1 102 boot=- | sys1@102:old | sys2@102:old sys1@102
0.6.1-rc.1 p1 103 boot=9 | sys1@103 | sys2@103 sys1@103 | boot0@9
0.6.1-rc.2 p1 104 boot=- | sys1@104 | sys2@104 sys1@104
0.6.1 p1 105 boot=- | sys1@105:old | sys2@105:old sys1@105
0.6.2-rc.1 p1 106 boot=- | sys1@106 | sys2@106 sys1@106
0.6.2-rc.2 p1 107 boot=- | sys1@107 | sys2@107 sys1@107
0.6.2 p1 108 boot=11 | sys1@108:old | sys2@108:old sys1@108 | boot0@11
0.6.3 p1 109 boot=11 | sys1@109:old | sys2@109:old sys1@109 | boot0@11
0.7.0-rc.1 p1 200 boot=100 | sys1@200 | sys2@200 sys1@200 boot0@100 | boot0@100
0.7.0-rc.2 p1 201 boot=100 | sys1@201 | sys2@201 sys1@201 boot0@100 | boot0@100
0.7.0-rc.3 p1 202 boot=100 | sys1@202 | sys2@202 sys1@202 boot0@100 | boot0@100
0.7.0-rc.4 p1 203 boot=100 | sys1@203 | sys2@203 sys1@203 boot0@100 | boot0@100
0.7.0-rc.5 p1 204 boot=101 | sys1@204 | sys2@204 sys1@204 boot0@101 | boot0@101
0.7.0-rc.6 p1 205 boot=101 | sys1@205 | sys2@205 sys1@205 boot0@101 | boot0@101
0.7.0-rc.7 p1 206 boot=101 | sys1@206 | sys2@206 sys1@206 boot0@101 | boot0@101
0.7.0 p1 207 boot=101 | sys1@207:system-part1-0.7.0-p1-no-boot-dep.bin | sys2@207:old sys1@207 boot0@101 | boot0@101
0.8.0-rc.1 p1 300 boot=101 | sys1@300 sys2@204 | sys2@300 sys1@300 boot0@101 | boot0@101
0.8.0-rc.2 p1 301 boot=101 | sys1@301 sys2@204 | sys2@301 sys1@301 boot0@101 | boot0@101
0.8.0-rc.3 p1 302 boot=201 | sys1@302 sys2@204 | sys2@302 sys1@302 boot0@201 | boot0@201
0.8.0-rc.4 p1 303 boot=201 | sys1@303 sys2@204 | sys2@303 sys1@303 boot0@201 | boot0@201
0.8.0-rc.5 p1 304 boot=201 | sys1@304 sys2@204 | sys2@304 sys1@304 boot0@201 | boot0@201
0.8.0-rc.6 p1 305 boot=201 | sys1@305 sys2@204 | sys2@305 sys1@305 boot0@201 | boot0@201
0.8.0-rc.7 p1 306 boot=201 | sys1@306 sys2@204 | sys2@306 sys1@306 boot0@201 | boot0@201
0.8.0-rc.8 p1 307 boot=201 | sys1@307 sys2@204 | sys2@307 sys1@307 boot0@201 | boot0@201
0.8.0-rc.9 p1 308 boot=201 | sys1@308 sys2@204 | sys2@308 sys1@308 boot0@201 | boot0@201
0.8.0-rc.10 p1 309 boot=201 | sys1@309 sys2@204 | sys2@309 sys1@309 boot0@201 | boot0@201
0.8.0-rc.11 p1 310 boot=201 | sys1@310 sys2@204 | sys2@310 sys1@310 boot0@201 | boot0@201
0.8.0-rc.12 p1 311 boot=201 | sys1@311 sys2@204 | sys2@311 sys1@311 boot0@201 | boot0@201
0.8.0-rc.14 p1 312 boot=201 | sys1@312 sys2@204 | sys2@312 sys1@312 boot0@201 | boot0@201
1.0.0 p1 1000 boot=201 | sys1@1000 sys2@204 | sys2@1000 sys1@1000 boot0@201 | boot0@201
1.0.1-rc.1 p1 1001 boot=201 | sys1@1001 sys2@204 | sys2@1001 sys1@1001 boot0@201 | boot0@201
1.0.1 p1 1002 boot=201 | sys1@1002 sys2@204 | sys2@1002 sys1@1002 boot0@201 | boot0@201
1.1.0-rc.1 p1 1100 boot=300 | sys1@1100 sys2@204 | sys2@1100 sys1@1100 boot0@201 | boot0@300
1.1.0-rc.2 p1 1101 boot=301 | sys1@1101 sys2@204 | sys2@1101 sys1@1101 boot0@201 | boot0@301
1.1.0 p1 1102 boot=301 | sys1@1102 sys2@204 | sys2@1102 sys1@1102 boot0@201 | boot0@301
1.2.0-beta.1 p1 1201 boot=300 | sys1@1201 sys2@204 | sys2@1201 sys1@1201 boot0@201 | boot0@300
1.2.0-rc.1 p1 1202 boot=302 | sys1@1202 sys2@204 | sys2@1202 sys1@1202 boot0@201 | boot0@302
1.2.1-rc.1 p1 1210 boot=310 | sys1@1210 sys2@204 | sys2@1210 sys1@1210 boot0@201 | boot0@310
1.2.1-rc.2 p1 1211 boot=311 | sys1@1211 sys2@204 | sys2@1211 sys1@1211 boot0@201 | boot0@311
1.2.1-rc.3 p1 1212 boot=311 | sys1@1212 sys2@204 | sys2@1212 sys1@1212 boot0@201 | boot0@311
1.2.1 p1 1213 boot=311 | sys1@1213:new sys2@204 | sys2@1213:new sys1@1213 boot0@311 | boot0@311:new
1.3.0-alpha.1 p1 1300 boot=311 | sys1@1300 sys2@204 | sys2@1300 sys1@1300 boot0@201 | boot0@311
1.3.0-rc.1 p1 1301 boot=311 | sys1@1301 sys2@204 | sys2@1301 sys1@1301 boot0@201 | boot0@311
1.3.1-rc.1 p1 1320 boot=400 | sys1@1320 sys2@204 | sys2@1320 sys1@1320 boot0@400 | boot0@400
1.3.1 p1 1321 boot=401 | sys1@1321:new sys2@204 | sys2@1321:new sys1@1321 boot0@400 | boot0@401:new
1.4.0-rc.1 p1 1400 boot=500 | sys1@1400 sys2@204 | sys2@1400 sys1@1400 boot0@400 | boot0@500
1.4.0 p1 1401 boot=500 | sys1@1401:new sys2@204 | sys2@1401:new sys1@1401 boot0@400 | boot0@500:lto
1.4.1-rc.1 p1 1402 boot=500 | sys1@1402 sys2@204 | sys2@1402 sys1@1402 boot0@400 | boot0@500
1.4.1 p1 1403 boot=500 | sys1@1403:new sys2@207 | sys2@1403:new sys1@1403 boot0@400 | boot0@500:lto
1.4.2 p1 1404 boot=501 | sys1@1404:new sys2@207 | sys2@1404:new sys1@1404 boot0@400 | boot0@501:lto
1.4.3 p1 1405 boot=501 | sys1@1405:new sys2@207 | sys2@1405:new sys1@1405 boot0@400 | boot0@501:p1-bootloader@1.4.2+lto.bin
1.4.4 p1 1406 boot=501 | sys1@1406:new sys2@207 | sys2@1406:new sys1@1406 boot0@400 | boot0@501:p1-bootloader@1.4.2+lto.bin
1.5.0-rc.1 p1 1500 boot=501 | sys1@1500 sys2@207 | sys2@1500 sys1@1500 boot0@400 | boot0@501
1.5.0-rc.2 p1 1501 boot=501 | sys1@1501 sys2@207 | sys2@1501 sys1@1501 boot0@400 | boot0@501
1.5.0 p1 1502 boot=501 | sys1@1502:new sys2@207 | sys2@1502:new sys1@1502 boot0@400 | boot0@501:lto
1.5.1-rc.1 p1 1510 boot=501 | sys1@1510 sys2@207 | sys2@1510 sys1@1510 boot0@400 | boot0@501
1.5.1 p1 1511 boot=501 | sys1@1511:new sys2@207 | sys2@1511:new sys1@1511 boot0@400 | boot0@501:p1-bootloader@1.5.0+lto.bin
1.5.2 p1 1512 boot=502 | sys1@1512:new sys2@207 | sys2@1512:new sys1@1512 boot0@400 | boot0@502:lto
1.5.4-rc.1 p1 1514 boot=502 | sys1@1514 sys2@207 | sys2@1514 sys1@1514 boot0@400 | boot0@502
1.5.4-rc.2 p1 1515 boot=502 | sys1@1515 sys2@207 | sys2@1515 sys1@1515 boot0@400 | boot0@502
2.0.0-alpha.1 p1 2000 boot=1000 | sys1@2000 sys2@207 | sys2@2000 sys1@2000 boot0@1000 | boot0@1000
2.0.0-alpha.2 p1 2001 boot=1000 | sys1@2001 sys2@207 | sys2@2001 sys1@2001 boot0@1000 | boot0@1000
2.0.0-alpha.3 p1 2002 boot=1001 | sys1@2002 sys2@207 | sys2@2002 sys1@2002 boot0@1000 | boot0@1001
2.0.0-alpha.4 p1 2003 boot=1002 | sys1@2003 sys2@207 | sys2@2003 sys1@2003 boot0@1000 | boot0@1002
2.0.0-rc.1 p1 2004 boot=1002 | sys1@2004 sys2@207 | sys2@2004 sys1@2004 boot0@1000 | boot0@1002
2.0.0-rc.2 p1 2005 boot=1003 | sys1@2005 sys2@207 | sys2@2005 sys1@2005 boot0@1003 | boot0@1003
2.0.0-rc.3 p1 2006 boot=1003 | sys1@2006 sys2@207 | sys2@2006 sys1@2006 boot0@1003 | boot0@1003
2.0.0-rc.4 p1 2007 boot=1003 | sys1@2007 sys2@207 | sys2@2007 sys1@2007 boot0@1003 | boot0@1003
2.0.0 p1 2008 boot=1003 | sys1@2008:new sys2@207 | sys2@2008:new sys1@2008 boot0@1003 | boot0@1003:lto
2.0.1 p1 2011 boot=1005 | sys1@2011:new sys2@207 | sys2@2011:new sys1@2011 boot0@1003 | boot0@1005:lto
2.1.0-rc.1 p1 2100 boot=1005 | sys1@2100 sys2@207 | sys2@2100 sys1@2100 boot0@1003 | boot0@1005
2.1.0 p1 2101 boot=1005 | sys1@2101:new sys2@207 | sys2@2101:new sys1@2101 boot0@1003 | boot0@1005:p1-bootloader@2.0.1+lto.bin
2.2.0-rc.1 p1 2200 boot=1006 | sys1@2200 sys2@207 | sys2@2200 sys1@2200 boot0@1003 | boot0@1006
2.2.0-rc.2 p1 2201 boot=1006 | sys1@2201 sys2@207 | sys2@2201 sys1@2201 boot0@1003 | boot0@1006
2.2.0 p1 2202 boot=1006 | sys1@2202:new sys2@207 | sys2@2202:new sys1@2202 boot0@1003 | boot0@1006:lto
2.3.0-rc.1 p1 2300 boot=1006 | sys1@2300 sys2@207 | sys2@2300 sys1@2300 boot0@1003 | boot0@1006
2.3.0 p1 2301 boot=1006 | sys1@2301:new sys2@207 | sys2@2301:new sys1@2301 boot0@1003 | boot0@1006:p1-bootloader@2.2.0+lto.bin
2.3.1 p1 2302 boot=1006 | sys1@2302:new sys2@207 | sys2@2302:new sys1@2302 boot0@1003 | boot0@1006:p1-bootloader@2.2.0+lto.bin
3.0.0-alpha.1 p1 3000 boot=1005 | sys1@3000 sys2@207 | sys2@3000 sys1@3000 boot0@1003 | boot0@1005
3.0.0-alpha.2 p1 3001 boot=1005 | sys1@3001 sys2@207 | sys2@3001 sys1@3001 boot0@1003 | boot0@1005
3.0.0-beta.1 p1 3002 boot=1005 | sys1@3002 sys2@207 | sys2@3002 sys1@3002 boot0@1003 | boot0@1005
3.0.0-rc.1 p1 3003 boot=1005 | sys1@3003 sys2@207 | sys2@3003 sys1@3003 boot0@1003 | boot0@1005
3.0.0-rc.2 p1 3004 boot=1005 | sys1@3004 sys2@207 | sys2@3004 sys1@3004 boot0@1003 | boot0@1005
3.0.0 p1 3005 boot=1005 | sys1@3005 sys2@207 | sys2@3005 sys1@3005 boot0@1003 | boot0@1005
3.1.0-rc.1 p1 3102 boot=1100 | sys1@3102 sys2@207 | sys2@3102 sys1@3102 boot0@1003 | boot0@1100
3.1.0 p1 3103 boot=1100 | sys1@3103 sys2@207 | sys2@3103 sys1@3103 boot0@1003 | boot0@1100
3.2.0-rc.1 p1 3200 boot=1100 | sys1@3200 sys2@207 | sys2@3200 sys1@3200 boot0@1003 | boot0@1100
3.2.0 p1 3201 boot=1100 | sys1@3201 sys2@207 | sys2@3201 sys1@3201 boot0@1003 | boot0@1100
3.3.0-rc.1 p1 3300 boot=1100 | sys1@3300 sys2@207 | sys2@3300 sys1@3300 boot0@1003 | boot0@1100
3.3.0 p1 3301 boot=1100 | sys1@3301 sys2@207 | sys2@3301 sys1@3301 boot0@1003 | boot0@1100
3.3.1 p1 3302 boot=1100 | sys1@3302 sys2@207 | sys2@3302 sys1@3302 boot0@1003 | boot0@1100
0.5.0-rc.1 electron 12 boot=- | sys1@12 | sys2@12 sys1@12
0.5.0-rc.2 electron 13 boot=- | sys1@13 | sys2@13 sys1@13
0.5.0 electron 13 boot=- | sys1@13:old | sys2@13:old sys1@13
0.5.1-rc.1 electron 14 boot=- | sys1@14 | sys2@14 sys1@14
0.5.1-rc.2 electron 15 boot=- | sys1@15 | sys2@15 sys1@15
0.5.1 electron 15 boot=- | sys1@15:old | sys2@15:old sys1@15
0.5.2-rc.1 electron 16 boot=- | sys1@16 | sys2@16 sys1@16
0.5.2 electron 17 boot=- | sys1@17:old | sys2@17:old sys1@17
0.5.3-rc.1 electron 18 boot=- | sys1@18 | sys2@18 sys1@18
0.5.3-rc.2 electron 19 boot=- | sys1@19 | sys2@19 sys1@19
0.5.3-rc.3 electron 20 boot=- | sys1@20 | sys2@20 sys1@20
0.5.3 electron 21 boot=- | sys1@21:old | sys2@21:old sys1@21
0.5.4 electron 22 boot=- | sys1@22 | sys2@22 sys1@22
0.5.5 electron 23 boot=- | sys1@23 | sys2@23 sys1@23
0.6.0-rc.1 electron 100 boot=- | sys3@100 | sys1@100 sys3@100 | sys2@100 sys1@100
0.6.0-rc.2 electron 101 boot=- | sys3@101 | sys1@101 sys3@101 | sys2@101 sys1@101
0.6.0 electron 102 boot=- | sys3@102:old | sys1@102:old sys3@102 | sys2@102:old sys1@102
0.6.1-rc.1 electron 103 boot=9 | sys3@103 | sys1@103 sys3@103 | sys2@103 sys1@103 | boot0@9
0.6.1-rc.2 electron 104 boot=- | sys3@104 | sys1@104 sys3@104 | sys2@104 sys1@104
0.6.1 electron 105 boot=- | sys3@105:22950ad7_system-part1-0.6.1-electron.bin | sys1@105:old sys3@105 | sys2@105:old sys1@105
0.6.2-rc.1 electron 106 boot=- | sys3@106 | sys1@106 sys3@106 | sys2@106 sys1@106
0.6.2-rc.2 electron 107 boot=- | sys3@107 | sys1@107 sys3@107 | sys2@107 sys1@107
0.6.2 electron 108 boot=11 | sys3@108:old | sys1@108:old sys3@108 | sys2@108:old sys1@108 | boot0@11
0.6.3 electron 109 boot=11 | sys3@109:old | sys1@109:old sys3@109 | sys2@109:old sys1@109 | boot0@11
0.6.4 electron 110 boot=11 | sys3@110:old | sys1@110:old sys3@110 | sys2@110:old sys1@110 | boot0@11
0.7.0-rc.1 electron 200 boot=100 | sys3@200 | sys1@200 sys3@200 | sys2@200 sys1@200 boot0@100 | boot0@100
0.7.0-rc.2 electron 201 boot=100 | sys3@201 | sys1@201 sys3@201 | sys2@201 sys1@201 boot0@100 | boot0@100
0.7.0-rc.3 electron 202 boot=100 | sys3@202 | sys1@202 sys3@202 | sys2@202 sys1@202 boot0@100 | boot0@100
0.7.0-rc.4 electron 203 boot=100 | sys3@203 | sys1@203 sys3@203 | sys2@203 sys1@203 boot0@100 | boot0@100
0.7.0-rc.5 electron 204 boot=101 | sys3@204 | sys1@204 sys3@204 | sys2@204 sys1@204 boot0@101 | boot0@101
0.7.0-rc.6 electron 205 boot=101 | sys3@205 sys2@110 | sys1@205 sys3@205 | sys2@205 sys1@205 boot0@101 | boot0@101
0.7.0-rc.7 electron 206 boot=101 | sys3@206 sys2@110 | sys1@206 sys3@206 | sys2@206 sys1@206 boot0@101 | boot0@101
0.7.0 electron 207 boot=101 | sys3@207:old sys2@110 | sys1@207:old sys3@207 | sys2@207:old sys1@207 boot0@101 | boot0@101
0.8.0-rc.1 electron 300 boot=101 | sys3@300 sys2@110 | sys1@300 sys3@300 | sys2@300 sys1@300 boot0@101 | boot0@101
0.8.0-rc.2 electron 301 boot=101 | sys3@301 sys2@110 | sys1@301 sys3@301 | sys2@301 sys1@301 boot0@101 | boot0@101
0.8.0-rc.3 electron 302 boot=201 | sys3@302 sys2@110 | sys1@302 sys3@302 | sys2@302 sys1@302 boot0@201 | boot0@201
0.8.0-rc.4 electron 303 boot=201 | sys3@303 sys2@110 | sys1@303 sys3@303 | sys2@303 sys1@303 boot0@201 | boot0@201
0.8.0-rc.5 electron 304 boot=201 | sys3@304 sys2@110 | sys1@304 sys3@304 | sys2@304 sys1@304 boot0@201 | boot0@201
0.8.0-rc.6 electron 305 boot=201 | sys3@305 sys2@110 | sys1@305 sys3@305 | sys2@305 sys1@305 boot0@201 | boot0@201
0.8.0-rc.7 electron 306 boot=201 | sys3@306 sys2@110 | sys1@306 sys3@306 | sys2@306 sys1@306 boot0@201 | boot0@201
0.8.0-rc.8 electron 307 boot=201 | sys3@307 sys2@110 | sys1@307 sys3@307 | sys2@307 sys1@307 boot0@201 | boot0@201
0.8.0-rc.9 electron 308 boot=201 | sys3@308 sys2@110 | sys1@308 sys3@308 | sys2@308 sys1@308 boot0@201 | boot0@201
0.8.0-rc.10 electron 309 boot=201 | sys3@309 sys2@110 | sys1@309 sys3@309 | sys2@309 sys1@309 boot0@201 | boot0@201
0.8.0-rc.11 electron 310 boot=201 | sys3@310 sys2@110 | sys1@310 sys3@310 | sys2@310 sys1@310 boot0@201 | boot0@201
0.8.0-rc.12 electron 311 boot=201 | sys3@311 sys2@110 | sys1@311 sys3@311 | sys2@311 sys1@311 boot0@201 | boot0@201
0.8.0-rc.14 electron 312 boot=201 | sys3@312 sys2@110 | sys1@312 sys3@312 | sys2@312 sys1@312 boot0@201 | boot0@201
1.0.0 electron 1000 boot=201 | sys3@1000:old sys2@110 | sys1@1000:old sys3@1000 | sys2@1000:old sys1@1000 boot0@201 | boot0@201
1.0.1-rc.1 electron 1001 boot=201 | sys3@1001 sys2@110 | sys1@1001 sys3@1001 | sys2@1001 sys1@1001 boot0@201 | boot0@201
1.0.1 electron 1002 boot=201 | sys3@1002:old sys2@110 | sys1@1002:old sys3@1002 | sys2@1002:old sys1@1002 boot0@201 | boot0@201
1.1.0-rc.1 electron 1100 boot=300 | sys3@1100 sys2@110 | sys1@1100 sys3@1100 | sys2@1100 sys1@1100 boot0@201 | boot0@300
1.1.0-rc.2 electron 1101 boot=301 | sys3@1101 sys2@110 | sys1@1101 sys3@1101 | sys2@1101 sys1@1101 boot0@201 | boot0@301
1.1.0 electron 1102 boot=301 | sys3@1102:debug sys2@110 | sys1@1102:debug sys3@1102 | sys2@1102:debug sys1@1102 boot0@201 | boot0@301
1.2.0-beta.1 electron 1201 boot=300 | sys3@1201 sys2@110 | sys1@1201 sys3@1201 | sys2@1201 sys1@1201 boot0@201 | boot0@300
1.2.0-rc.1 electron 1202 boot=302 | sys3@1202 sys2@110 | sys1@1202 sys3@1202 | sys2@1202 sys1@1202 boot0@201 | boot0@302
1.2.1-rc.1 electron 1210 boot=310 | sys3@1210 sys2@110 | sys1@1210 sys3@1210 | sys2@1210 sys1@1210 boot0@201 | boot0@310
1.2.1-rc.2 electron 1211 boot=311 | sys3@1211 sys2@110 | sys1@1211 sys3@1211 | sys2@1211 sys1@1211 boot0@201 | boot0@311
1.2.1-rc.3 electron 1212 boot=311 | sys3@1212 sys2@110 | sys1@1212 sys3@1212 | sys2@1212 sys1@1212 boot0@201 | boot0@311
1.2.1 electron 1213 boot=311 | sys3@1213:debug sys2@110 | sys1@1213:debug sys3@1213 | sys2@1213:debug sys1@1213 boot0@311 | boot0@311
1.3.0-alpha.1 electron 1300 boot=311 | sys3@1300 sys2@110 | sys1@1300 sys3@1300 | sys2@1300 sys1@1300 boot0@201 | boot0@311
1.3.0-rc.1 electron 1301 boot=311 | sys3@1301 sys2@110 | sys1@1301 sys3@1301 | sys2@1301 sys1@1301 boot0@201 | boot0@311
1.3.1-rc.1 electron 1320 boot=400 | sys3@1320 sys2@110 | sys1@1320 sys3@1320 | sys2@1320 sys1@1320 boot0@400 | boot0@400
1.3.1 electron 1321 boot=401 | sys3@1321:debug sys2@110 | sys1@1321:debug sys3@1321 | sys2@1321:debug sys1@1321 boot0@400 | boot0@401
1.4.0-rc.1 electron 1400 boot=500 | sys3@1400 sys2@110 | sys1@1400 sys3@1400 | sys2@1400 sys1@1400 boot0@400 | boot0@500
1.4.0 electron 1401 boot=500 | sys3@1401:debug sys2@110 | sys1@1401:debug sys3@1401 | sys2@1401:debug sys1@1401 boot0@400 | boot0@500
1.4.1-rc.1 electron 1402 boot=500 | sys3@1402 sys2@110 | sys1@1402 sys3@1402 | sys2@1402 sys1@1402 boot0@400 | boot0@500
1.4.1 electron 1403 boot=500 | sys3@1403:new sys2@110 | sys1@1403:new sys3@1403 | sys2@1403:new sys1@1403 boot0@400 | boot0@500
1.4.2 electron 1404 boot=501 | sys3@1404:new sys2@110 | sys1@1404:new sys3@1404 | sys2@1404:new sys1@1404 boot0@400 | boot0@501
1.4.3 electron 1405 boot=501 | sys3@1405:new sys2@110 | sys1@1405:new sys3@1405 | sys2@1405:new sys1@1405 boot0@400 | boot0@501
1.4.4 electron 1406 boot=501 | sys3@1406:new sys2@110 | sys1@1406:new sys3@1406 | sys2@1406:new sys1@1406 boot0@400 | boot0@501
1.5.0-rc.1 electron 1500 boot=501 | sys3@1500 sys2@110 | sys1@1500 sys3@1500 | sys2@1500 sys1@1500 boot0@400 | boot0@501
1.5.0-rc.2 electron 1501 boot=501 | sys3@1501 sys2@110 | sys1@1501 sys3@1501 | sys2@1501 sys1@1501 boot0@400 | boot0@501
1.5.0 electron 1502 boot=501 | sys3@1502:new sys2@110 | sys1@1502:new sys3@1502 | sys2@1502:new sys1@1502 boot0@400 | boot0@501
1.5.1-rc.1 electron 1510 boot=501 | sys3@1510 sys2@110 | sys1@1510 sys3@1510 | sys2@1510 sys1@1510 boot0@400 | boot0@501
1.5.1 electron 1511 boot=501 | sys3@1511:new sys2@110 | sys1@1511:new sys3@1511 | sys2@1511:new sys1@1511 boot0@400 | boot0@501
1.5.2 electron 1512 boot=502 | sys3@1512:new sys2@110 | sys1@1512:new sys3@1512 | sys2@1512:new sys1@1512 boot0@400 | boot0@502
1.5.4-rc.1 electron 1514 boot=502 | sys3@1514 sys2@110 | sys1@1514 sys3@1514 | sys2@1514 sys1@1514 boot0@400 | boot0@502
1.5.4-rc.2 electron 1515 boot=502 | sys3@1515 sys2@110 | sys1@1515 sys3@1515 | sys2@1515 sys1@1515 boot0@400 | boot0@502
2.0.0-alpha.1 electron 2000 boot=1000 | sys3@2000 sys2@110 | sys1@2000 sys3@2000 | sys2@2000 sys1@2000 boot0@1000 | boot0@1000
2.0.0-alpha.2 electron 2001 boot=1000 | sys3@2001 sys2@110 | sys1@2001 sys3@2001 | sys2@2001 sys1@2001 boot0@1000 | boot0@1000
2.0.0-alpha.3 electron 2002 boot=1001 | sys3@2002 sys2@110 | sys1@2002 sys3@2002 | sys2@2002 sys1@2002 boot0@1000 | boot0@1001
2.0.0-alpha.4 electron 2003 boot=1002 | sys3@2003 sys2@110 | sys1@2003 sys3@2003 | sys2@2003 sys1@2003 boot0@1000 | boot0@1002
2.0.0-rc.1 electron 2004 boot=1002 | sys3@2004 sys2@110 | sys1@2004 sys3@2004 | sys2@2004 sys1@2004 boot0@1000 | boot0@1002
2.0.0-rc.2 electron 2005 boot=1003 | sys3@2005 sys2@110 | sys1@2005 sys3@2005 | sys2@2005 sys1@2005 boot0@1003 | boot0@1003
2.0.0-rc.3 electron 2006 boot=1003 | sys3@2006 sys2@110 | sys1@2006 sys3@2006 | sys2@2006 sys1@2006 boot0@1003 | boot0@1003
2.0.0-rc.4 electron 2007 boot=1003 | sys3@2007 sys2@110 | sys1@2007 sys3@2007 | sys2@2007 sys1@2007 boot0@1003 | boot0@1003
2.0.0 electron 2008 boot=1003 | sys3@2008:new sys2@110 | sys1@2008:new sys3@2008 | sys2@2008:new sys1@2008 boot0@1003 | boot0@1003:lto
2.0.1 electron 2011 boot=1005 | sys3@2011:new sys2@110 | sys1@2011:new sys3@2011 | sys2@2011:new sys1@2011 boot0@1003 | boot0@1005:lto
2.1.0-rc.1 electron 2100 boot=1005 | sys3@2100 sys2@110 | sys1@2100 sys3@2100 | sys2@2100 sys1@2100 boot0@1003 | boot0@1005
2.1.0 electron 2101 boot=1005 | sys3@2101:new sys2@110 | sys1@2101:new sys3@2101 | sys2@2101:new sys1@2101 boot0@1003 | boot0@1005:electron-bootloader@2.0.1+lto.bin
2.2.0-rc.1 electron 2200 boot=1006 | sys3@2200 sys2@110 | sys1@2200 sys3@2200 | sys2@2200 sys1@2200 boot0@1003 | boot0@1006
2.2.0-rc.2 electron 2201 boot=1006 | sys3@2201 sys2@110 | sys1@2201 sys3@2201 | sys2@2201 sys1@2201 boot0@1003 | boot0@1006
2.2.0 electron 2202 boot=1006 | sys3@2202:new sys2@110 | sys1@2202:new sys3@2202 | sys2@2202:new sys1@2202 boot0@1003 | boot0@1006:lto
2.3.0-rc.1 electron 2300 boot=1006 | sys3@2300 sys2@110 | sys1@2300 sys3@2300 | sys2@2300 sys1@2300 boot0@1003 | boot0@1006
2.3.0 electron 2301 boot=1006 | sys3@2301:new sys2@110 | sys1@2301:new sys3@2301 | sys2@2301:new sys1@2301 boot0@1003 | boot0@1006:electron-bootloader@2.2.0+lto.bin
2.3.1 electron 2302 boot=1006 | sys3@2302:new sys2@110 | sys1@2302:new sys3@2302 | sys2@2302:new sys1@2302 boot0@1003 | boot0@1006:electron-bootloader@2.2.0+lto.bin
3.0.0-alpha.1 electron 3000 boot=1005 | sys3@3000 sys2@110 | sys1@3000 sys3@3000 | sys2@3000 sys1@3000 boot0@1003 | boot0@1005
3.0.0-alpha.2 electron 3001 boot=1005 | sys3@3001 sys2@110 | sys1@3001 sys3@3001 | sys2@3001 sys1@3001 boot0@1003 | boot0@1005
3.0.0-beta.1 electron 3002 boot=1005 | sys3@3002 sys2@110 | sys1@3002 sys3@3002 | sys2@3002 sys1@3002 boot0@1003 | boot0@1005
3.0.0-rc.1 electron 3003 boot=1005 | sys3@3003 sys2@110 | sys1@3003 sys3@3003 | sys2@3003 sys1@3003 boot0@1003 | boot0@1005
3.0.0-rc.2 electron 3004 boot=1005 | sys3@3004 sys2@110 | sys1@3004 sys3@3004 | sys2@3004 sys1@3004 boot0@1003 | boot0@1005
3.0.0 electron 3005 boot=1005 | sys3@3005 sys2@110 | sys1@3005 sys3@3005 | sys2@3005 sys1@3005 boot0@1003 | boot0@1005
3.1.0-rc.1 electron 3102 boot=1100 | sys3@3102 sys2@110 | sys1@3102 sys3@3102 | sys2@3102 sys1@3102 boot0@1003 | boot0@1100
3.1.0 electron 3103 boot=1100 | sys3@3103 sys2@110 | sys1@3103 sys3@3103 | sys2@3103 sys1@3103 boot0@1003 | boot0@1100
3.2.0-rc.1 electron 3200 boot=1100 | sys3@3200 sys2@110 | sys1@3200 sys3@3200 | sys2@3200 sys1@3200 boot0@1003 | boot0@1100
3.2.0 electron 3201 boot=1100 | sys3@3201 sys2@110 | sys1@3201 sys3@3201 | sys2@3201 sys1@3201 boot0@1003 | boot0@1100
3.3.0-rc.1 electron 3300 boot=1100 | sys3@3300 sys2@110 | sys1@3300 sys3@3300 | sys2@3300 sys1@3300 boot0@1003 | boot0@1100
3.3.0 electron 3301 boot=1100 | sys3@3301 sys2@110 | sys1@3301 sys3@3301 | sys2@3301 sys1@3301 boot0@1003 | boot0@1100
3.3.1 electron 3302 boot=1100 | sys3@3302 sys2@110 | sys1@3302 sys3@3302 | sys2@3302 sys1@3302 boot0@1003 | boot0@1100
0.8.0-rc.26 argon 325 boot=215 | sys1@325 boot0@101 | boot0@215
0.8.0-rc.27 argon 326 boot=215 | sys1@326:old boot0@101 | boot0@215
0.9.0-rc.3 argon 402 boot=300 | sys1@402 boot0@101 | boot0@300
0.9.0 argon 403 boot=300 | sys1@403 boot0@101 | boot0@300
1.1.0-rc.1 argon 1100 boot=300 | sys1@1100 boot0@201 | boot0@300
1.1.0-rc.2 argon 1101 boot=301 | sys1@1101 boot0@201 | boot0@301
1.1.0 argon 1102 boot=301 | sys1@1102:new boot0@201 | boot0@301
1.2.0-beta.1 argon 1201 boot=300 | sys1@1201 boot0@201 | boot0@300
1.2.0-rc.1 argon 1202 boot=302 | sys1@1202 boot0@302 | boot0@302
1.2.1-rc.1 argon 1210 boot=310 | sys1@1210 boot0@310 | boot0@310
1.2.1-rc.2 argon 1211 boot=311 | sys1@1211 boot0@311 | boot0@311
1.2.1-rc.3 argon 1212 boot=311 | sys1@1212 boot0@311 | boot0@311
1.2.1 argon 1213 boot=311 | sys1@1213:new boot0@311 | boot0@311:new
1.3.0-alpha.1 argon 1300 boot=311 | sys1@1300 boot0@311 | boot0@311
1.3.0-rc.1 argon 1301 boot=311 | sys1@1301 boot0@311 | boot0@311
1.3.1-rc.1 argon 1320 boot=400 | sys1@1320 boot0@311 | boot0@400
1.3.1 argon 1321 boot=401 | sys1@1321:new boot0@401 | boot0@401:new
1.4.0-rc.1 argon 1400 boot=500 | sys1@1400 boot0@500 | boot0@500
1.4.0 argon 1401 boot=500 | sys1@1401:new boot0@401 radio0@202 | boot0@500:new
1.4.1-rc.1 argon 1402 boot=500 | sys1@1402 boot0@401 radio0@202 | boot0@500
1.4.1 argon 1403 boot=500 | sys1@1403:new boot0@401 radio0@202 | boot0@500:new
1.4.2 argon 1404 boot=501 | sys1@1404:new boot0@501 radio0@202 | boot0@501:new
1.4.3 argon 1405 boot=501 | sys1@1405:new boot0@501 radio0@202 | boot0@501:argon-bootloader@1.4.2.bin
1.4.4 argon 1406 boot=501 | sys1@1406:new boot0@501 radio0@202 | boot0@501:argon-bootloader@1.4.2.bin
1.5.0-rc.1 argon 1500 boot=501 | sys1@1500 boot0@501 radio0@202 | boot0@501
1.5.0-rc.2 argon 1501 boot=501 | sys1@1501 boot0@501 radio0@202 | boot0@501 sys1@1102
1.5.0 argon 1502 boot=501 | sys1@1502:new boot0@501 radio0@202 | boot0@501:new sys1@1102
1.5.1-rc.1 argon 1510 boot=501 | sys1@1510 boot0@501 radio0@202 | boot0@501 sys1@1102
1.5.1 argon 1511 boot=501 | sys1@1511:new boot0@501 radio0@202 | boot0@501:argon-bootloader@1.5.0.bin sys1@1102
1.5.2 argon 1512 boot=502 | sys1@1512:new boot0@501 radio0@202 | boot0@502:new sys1@1102
1.5.4-rc.1 argon 1514 boot=502 | sys1@1514 boot0@501 radio0@202 | boot0@502 sys1@1102
1.5.4-rc.2 argon 1515 boot=502 | sys1@1515 boot0@501 radio0@202 | boot0@502 sys1@1102
2.0.0-alpha.1 argon 2000 boot=1000 | sys1@2000 boot0@1000 radio0@202 | boot0@1000 sys1@1102
2.0.0-alpha.2 argon 2001 boot=1000 | sys1@2001 boot0@1000 radio0@202 | boot0@1000 sys1@1102
2.0.0-alpha.3 argon 2002 boot=1001 | sys1@2002 boot0@1001 radio0@202 | boot0@1001 sys1@1102
2.0.0-alpha.4 argon 2003 boot=1002 | sys1@2003 boot0@1002 radio0@202 | boot0@1002 sys1@1102
2.0.0-rc.1 argon 2004 boot=1002 | sys1@2004 boot0@1002 radio0@202 | boot0@1002 sys1@1102
2.0.0-rc.2 argon 2005 boot=1003 | sys1@2005 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0-rc.3 argon 2006 boot=1003 | sys1@2006 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0-rc.4 argon 2007 boot=1003 | sys1@2007 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0 argon 2008 boot=1003 | sys1@2008:new boot0@1003 radio0@202 | boot0@1003:new sys1@1102
2.0.1 argon 2011 boot=1005 | sys1@2011:new boot0@1005 radio0@202 | boot0@1005:new
2.1.0-rc.1 argon 2100 boot=1005 | sys1@2100 boot0@1005 radio0@202 | boot0@1005
2.1.0 argon 2101 boot=1005 | sys1@2101:new boot0@1005 radio0@202 | boot0@1005:new
2.2.0-rc.1 argon 2200 boot=1006 | sys1@2200 boot0@1006 radio0@202 | boot0@1006
2.2.0-rc.2 argon 2201 boot=1006 | sys1@2201 boot0@1005 radio0@202 | boot0@1006
2.2.0 argon 2202 boot=1006 | sys1@2202:new boot0@1005 radio0@202 | boot0@1006:new
2.3.0-rc.1 argon 2300 boot=1006 | sys1@2300 boot0@1005 radio0@202 | boot0@1006
2.3.0 argon 2301 boot=1006 | sys1@2301:new boot0@1005 radio0@202 | boot0@1006:argon-bootloader@2.2.0.bin
2.3.1 argon 2302 boot=1006 | sys1@2302 boot0@1005 radio0@202 | boot0@1006
3.0.0-alpha.1 argon 3000 boot=1005 | sys1@3000 boot0@1005 radio0@202 | boot0@1005
3.0.0-alpha.2 argon 3001 boot=1005 | sys1@3001 boot0@1005 radio0@202 | boot0@1005
3.0.0-beta.1 argon 3002 boot=1005 | sys1@3002 boot0@1005 radio0@202 | boot0@1005
3.0.0-rc.1 argon 3003 boot=1005 | sys1@3003 boot0@1005 radio0@202 | boot0@1005
3.0.0-rc.2 argon 3004 boot=1005 | sys1@3004 radio0@202 boot0@1005 | boot0@1005
3.0.0 argon 3005 boot=1005 | sys1@3005 radio0@202 boot0@1005 | boot0@1005
3.1.0-rc.1 argon 3102 boot=1100 | sys1@3102 radio0@202 boot0@1100 | boot0@1100
3.1.0 argon 3103 boot=1100 | sys1@3103 radio0@202 boot0@1100 | boot0@1100
3.2.0-rc.1 argon 3200 boot=1100 | sys1@3200 radio0@202 boot0@1100 | boot0@1100
3.2.0 argon 3201 boot=1100 | sys1@3201 radio0@202 boot0@1100 | boot0@1100
3.3.0-rc.1 argon 3300 boot=1100 | sys1@3300 radio0@202 boot0@1100 | boot0@1100
3.3.0 argon 3301 boot=1100 | sys1@3301 radio0@202 boot0@1100 | boot0@1100
3.3.1 argon 3302 boot=1100 | sys1@3302 radio0@202 boot0@1100 | boot0@1100
4.0.0-alpha.1 argon 4000 boot=1100 | sys1@4000 radio0@202 boot0@1100 | boot0@1100
4.0.0-alpha.2 argon 4001 boot=1101 | sys1@4001 radio0@202 boot0@1101 | boot0@1101
4.0.0-beta.1 argon 4002 boot=1101 | sys1@4002 radio0@202 boot0@1101 | boot0@1101
4.0.0 argon 4003 boot=1101 | sys1@4003:new radio0@202 boot0@1101 | boot0@1101:new
4.0.1-rc.1 argon 4004 boot=1101 | sys1@4004 radio0@202 boot0@1101 | boot0@1101
4.0.1 argon 4005 boot=1101 | sys1@4005:new radio0@202 boot0@1101 | boot0@1101:new
4.0.2 argon 4006 boot=1101 | sys1@4006:new radio0@202 boot0@1101 | boot0@1101:new
4.1.0 argon 4100 boot=1200 | sys1@4100:new radio0@202 boot0@1200 | boot0@1200:new
4.2.0 argon 4200 boot=1200 | sys1@4200 radio0@202 boot0@1200 | boot0@1200
5.0.0-alpha.1 argon 5000 boot=2000 | sys1@5000 radio0@202 boot0@1101 | boot0@2000
5.0.0-alpha.2 argon 5001 boot=2000 | sys1@5001 radio0@202 boot0@1101 | boot0@2000
5.0.0 argon 5002 boot=2000 | sys1@5002 radio0@202 boot0@1101 | boot0@2000
5.0.1 argon 5003 boot=2001 | sys1@5003 radio0@202 boot0@2001 | boot0@2001
5.1.0 argon 5004 boot=2001 | sys1@5004 radio0@202 boot0@2001 | boot0@2001
5.2.0 argon 5200 boot=2002 | sys1@5200 radio0@202 boot0@2002 | boot0@2002
5.3.0 argon 5300 boot=2100 | sys1@5300 radio0@202 boot0@2002 | boot0@2100
5.3.1 argon 5301 boot=2101 | sys1@5301 radio0@202 boot0@2002 | boot0@2101
5.3.2 argon 5302 boot=2102 | sys1@5302 radio0@202 boot0@2002 | boot0@2102
5.4.0 argon 5400 boot=2200 | sys1@5400 radio0@202 boot0@2002 | boot0@2200
5.4.1 argon 5410 boot=2210 | sys1@5410 radio0@202 boot0@2002 | boot0@2210
5.5.0-rc.1 argon 5500 boot=2300 | sys1@5500 radio0@202 boot0@2300 | boot0@2300
5.5.0 argon 5501 boot=2300 | sys1@5501 radio0@202 boot0@2300 | boot0@2300
5.6.0 argon 5600 boot=2400 | sys1@5600 radio0@202 boot0@2300 | boot0@2400
5.7.0 argon 5700 boot=2500 | sys1@5700 radio0@202 boot0@2300 | boot0@2500
5.8.0 argon 5800 boot=2600 | sys1@5800 radio0@202 boot0@2300 | boot0@2600
5.8.2 argon 5802 boot=2601 | sys1@5802 radio0@202 boot0@2300 | boot0@2601
5.9.0 argon 5901 boot=2700 | sys1@5901 radio0@202 boot0@2300 | boot0@2700
6.0.0 argon 6000 boot=3000 | sys1@6000 radio0@202 boot0@3000 | boot0@3000
6.1.0 argon 6100 boot=3000 | sys1@6100 radio0@202 boot0@3000 | boot0@3000
6.1.1 argon 6101 boot=3001 | sys1@6101 radio0@202 boot0@3001 | boot0@3001
6.2.0 argon 6200 boot=3100 | sys1@6200 radio0@202 boot0@3100 | boot0@3100
6.3.0 argon 6302 boot=3101 | sys1@6302 radio0@202 boot0@3100 | boot0@3101
6.3.2 argon 6303 boot=3101 | sys1@6303 radio0@202 boot0@3100 | boot0@3101
6.3.3 argon 6304 boot=3101 | sys1@6304 radio0@202 boot0@3100 | boot0@3101
6.3.4 argon 6305 boot=3200 | sys1@6305 radio0@202 boot0@3100 | boot0@3200
6.4.0 argon 6400 boot=3300 | sys1@6400 radio0@202 boot0@3100 | boot0@3300
6.4.1 argon 6401 boot=3301 | sys1@6401 radio0@202 boot0@3301 | boot0@3301
6.5.0 argon 6500 boot=3301 | sys1@6500 radio0@202 boot0@3301 | boot0@3301
0.8.0-rc.26 boron 325 boot=215 | sys1@325 boot0@101 | boot0@215
0.8.0-rc.27 boron 326 boot=215 | sys1@326:old boot0@101 | boot0@215
0.9.0-rc.3 boron 402 boot=300 | sys1@402 boot0@101 | boot0@300
0.9.0 boron 403 boot=300 | sys1@403 boot0@101 | boot0@300
1.1.0-rc.1 boron 1100 boot=300 | sys1@1100 boot0@201 | boot0@300
1.1.0-rc.2 boron 1101 boot=301 | sys1@1101 boot0@201 | boot0@301
1.1.0 boron 1102 boot=301 | sys1@1102:new boot0@201 | boot0@301
1.2.0-beta.1 boron 1201 boot=300 | sys1@1201 boot0@201 | boot0@300
1.2.0-rc.1 boron 1202 boot=302 | sys1@1202 boot0@302 | boot0@302
1.2.1-rc.1 boron 1210 boot=310 | sys1@1210 boot0@310 | boot0@310
1.2.1-rc.2 boron 1211 boot=311 | sys1@1211 boot0@311 | boot0@311
1.2.1-rc.3 boron 1212 boot=311 | sys1@1212 boot0@311 | boot0@311
1.2.1 boron 1213 boot=311 | sys1@1213:new boot0@311 | boot0@311:new
1.3.0-alpha.1 boron 1300 boot=311 | sys1@1300 boot0@311 | boot0@311
1.3.0-rc.1 boron 1301 boot=311 | sys1@1301 boot0@311 | boot0@311
1.3.1-rc.1 boron 1320 boot=400 | sys1@1320 boot0@311 | boot0@400
1.3.1 boron 1321 boot=401 | sys1@1321:new boot0@401 | boot0@401:new
1.4.0-rc.1 boron 1400 boot=500 | sys1@1400 boot0@500 | boot0@500
1.4.0 boron 1401 boot=500 | sys1@1401:new boot0@401 radio0@202 | boot0@500:new
1.4.1-rc.1 boron 1402 boot=500 | sys1@1402 boot0@401 radio0@202 | boot0@500
1.4.1 boron 1403 boot=500 | sys1@1403:new boot0@401 radio0@202 | boot0@500:new
1.4.2 boron 1404 boot=501 | sys1@1404:new boot0@501 radio0@202 | boot0@501:new
1.4.3 boron 1405 boot=501 | sys1@1405:new boot0@501 radio0@202 | boot0@501:boron-bootloader@1.4.2.bin
1.4.4 boron 1406 boot=501 | sys1@1406:new boot0@501 radio0@202 | boot0@501:boron-bootloader@1.4.2.bin
1.5.0-rc.1 boron 1500 boot=501 | sys1@1500 boot0@501 radio0@202 | boot0@501
1.5.0-rc.2 boron 1501 boot=501 | sys1@1501 boot0@501 radio0@202 | boot0@501 sys1@1102
1.5.0 boron 1502 boot=501 | sys1@1502:new boot0@501 radio0@202 | boot0@501:new sys1@1102
1.5.1-rc.1 boron 1510 boot=501 | sys1@1510 boot0@501 radio0@202 | boot0@501 sys1@1102
1.5.1 boron 1511 boot=501 | sys1@1511:new boot0@501 radio0@202 | boot0@501:boron-bootloader@1.5.0.bin sys1@1102
1.5.2 boron 1512 boot=502 | sys1@1512:new boot0@501 radio0@202 | boot0@502:new sys1@1102
1.5.4-rc.1 boron 1514 boot=502 | sys1@1514 boot0@501 radio0@202 | boot0@502 sys1@1102
1.5.4-rc.2 boron 1515 boot=502 | sys1@1515 boot0@501 radio0@202 | boot0@502 sys1@1102
2.0.0-alpha.1 boron 2000 boot=1000 | sys1@2000 boot0@1000 radio0@202 | boot0@1000 sys1@1102
2.0.0-alpha.2 boron 2001 boot=1000 | sys1@2001 boot0@1000 radio0@202 | boot0@1000 sys1@1102
2.0.0-alpha.3 boron 2002 boot=1001 | sys1@2002 boot0@1001 radio0@202 | boot0@1001 sys1@1102
2.0.0-alpha.4 boron 2003 boot=1002 | sys1@2003 boot0@1002 radio0@202 | boot0@1002 sys1@1102
2.0.0-rc.1 boron 2004 boot=1002 | sys1@2004 boot0@1002 radio0@202 | boot0@1002 sys1@1102
2.0.0-rc.2 boron 2005 boot=1003 | sys1@2005 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0-rc.3 boron 2006 boot=1003 | sys1@2006 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0-rc.4 boron 2007 boot=1003 | sys1@2007 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0 boron 2008 boot=1003 | sys1@2008:new boot0@1003 radio0@202 | boot0@1003:new sys1@1102
2.0.1 boron 2011 boot=1005 | sys1@2011:new boot0@1005 radio0@202 | boot0@1005:new
2.1.0-rc.1 boron 2100 boot=1005 | sys1@2100 boot0@1005 radio0@202 | boot0@1005
2.1.0 boron 2101 boot=1005 | sys1@2101:new boot0@1005 radio0@202 | boot0@1005:new
2.2.0-rc.1 boron 2200 boot=1006 | sys1@2200 boot0@1006 radio0@202 | boot0@1006
2.2.0-rc.2 boron 2201 boot=1006 | sys1@2201 boot0@1005 radio0@202 | boot0@1006
2.2.0 boron 2202 boot=1006 | sys1@2202:new boot0@1005 radio0@202 | boot0@1006:new
2.3.0-rc.1 boron 2300 boot=1006 | sys1@2300 boot0@1005 radio0@202 | boot0@1006
2.3.0 boron 2301 boot=1006 | sys1@2301:new boot0@1005 radio0@202 | boot0@1006:boron-bootloader@2.2.0.bin
2.3.1 boron 2302 boot=1006 | sys1@2302 boot0@1005 radio0@202 | boot0@1006
3.0.0-alpha.1 boron 3000 boot=1005 | sys1@3000 boot0@1005 radio0@202 | boot0@1005
3.0.0-alpha.2 boron 3001 boot=1005 | sys1@3001 boot0@1005 radio0@202 | boot0@1005
3.0.0-beta.1 boron 3002 boot=1005 | sys1@3002 boot0@1005 radio0@202 | boot0@1005
3.0.0-rc.1 boron 3003 boot=1005 | sys1@3003 boot0@1005 radio0@202 | boot0@1005
3.0.0-rc.2 boron 3004 boot=1005 | sys1@3004 boot0@1005 radio0@202 | boot0@1005
3.0.0 boron 3005 boot=1005 | sys1@3005 boot0@1005 radio0@202 | boot0@1005
3.1.0-rc.1 boron 3102 boot=1100 | sys1@3102 boot0@1100 radio0@202 | boot0@1100
3.1.0 boron 3103 boot=1100 | sys1@3103 boot0@1100 radio0@202 | boot0@1100
3.2.0-rc.1 boron 3200 boot=1100 | sys1@3200 boot0@1100 radio0@202 | boot0@1100
3.2.0 boron 3201 boot=1100 | sys1@3201 boot0@1100 radio0@202 | boot0@1100
3.3.0-rc.1 boron 3300 boot=1100 | sys1@3300 boot0@1100 radio0@202 | boot0@1100
3.3.0 boron 3301 boot=1100 | sys1@3301 boot0@1100 radio0@202 | boot0@1100
3.3.1 boron 3302 boot=1100 | sys1@3302 boot0@1100 radio0@202 | boot0@1100
4.0.0-alpha.1 boron 4000 boot=1100 | sys1@4000 boot0@1100 radio0@202 | boot0@1100
4.0.0-alpha.2 boron 4001 boot=1101 | sys1@4001 boot0@1101 radio0@202 | boot0@1101
4.0.0-beta.1 boron 4002 boot=1101 | sys1@4002 boot0@1101 radio0@202 | boot0@1101
4.0.0 boron 4003 boot=1101 | sys1@4003:new boot0@1101 radio0@202 | boot0@1101:new
4.0.1-rc.1 boron 4004 boot=1101 | sys1@4004 boot0@1101 radio0@202 | boot0@1101
4.0.1 boron 4005 boot=1101 | sys1@4005:new boot0@1101 radio0@202 | boot0@1101:new
4.0.2 boron 4006 boot=1101 | sys1@4006:new boot0@1101 radio0@202 | boot0@1101:new
4.1.0 boron 4100 boot=1200 | sys1@4100:new boot0@1200 radio0@202 | boot0@1200:new
4.2.0 boron 4200 boot=1200 | sys1@4200 boot0@1200 radio0@202 | boot0@1200
5.0.0-alpha.1 boron 5000 boot=2000 | sys1@5000 boot0@1101 radio0@202 | boot0@2000
5.0.0-alpha.2 boron 5001 boot=2000 | sys1@5001 boot0@1101 radio0@202 | boot0@2000
5.0.0 boron 5002 boot=2000 | sys1@5002 boot0@1101 radio0@202 | boot0@2000
5.0.1 boron 5003 boot=2001 | sys1@5003 boot0@2001 radio0@202 | boot0@2001
5.1.0 boron 5004 boot=2001 | sys1@5004 boot0@2001 radio0@202 | boot0@2001
5.2.0 boron 5200 boot=2002 | sys1@5200 boot0@2002 radio0@202 | boot0@2002
5.3.0 boron 5300 boot=2100 | sys1@5300 boot0@2002 radio0@202 | boot0@2100
5.3.1 boron 5301 boot=2101 | sys1@5301 boot0@2002 radio0@202 | boot0@2101
5.3.2 boron 5302 boot=2102 | sys1@5302 boot0@2002 radio0@202 | boot0@2102
5.4.0 boron 5400 boot=2200 | sys1@5400 boot0@2002 radio0@202 | boot0@2200
5.4.1 boron 5410 boot=2210 | sys1@5410 boot0@2002 radio0@202 | boot0@2210
5.5.0-rc.1 boron 5500 boot=2300 | sys1@5500 boot0@2300 radio0@202 | boot0@2300
5.5.0 boron 5501 boot=2300 | sys1@5501 boot0@2300 radio0@202 | boot0@2300
5.6.0 boron 5600 boot=2400 | sys1@5600 boot0@2300 radio0@202 | boot0@2400
5.7.0 boron 5700 boot=2500 | sys1@5700 boot0@2300 radio0@202 | boot0@2500
5.8.0 boron 5800 boot=2600 | sys1@5800 boot0@2300 radio0@202 | boot0@2600
5.8.2 boron 5802 boot=2601 | sys1@5802 boot0@2300 radio0@202 | boot0@2601
5.9.0 boron 5901 boot=2700 | sys1@5901 boot0@2300 radio0@202 | boot0@2700
6.0.0 boron 6000 boot=3000 | sys1@6000 boot0@3000 radio0@202 | boot0@3000
6.1.0 boron 6100 boot=3000 | sys1@6100 boot0@3000 radio0@202 | boot0@3000
6.1.1 boron 6101 boot=3001 | sys1@6101 boot0@3001 radio0@202 | boot0@3001
6.2.0 boron 6200 boot=3100 | sys1@6200 boot0@3100 radio0@202 | boot0@3100
6.3.0 boron 6302 boot=3101 inferred | sys1@6302 boot0@3100 radio0@202 | boot0@3101
6.3.2 boron 6303 boot=3101 inferred | sys1@6303 boot0@3100 radio0@202 | boot0@3101
6.3.3 boron 6304 boot=3101 inferred | sys1@6304 boot0@3100 radio0@202 | boot0@3101
6.3.4 boron 6305 boot=3200 | sys1@6305 boot0@3100 radio0@202 | boot0@3200
6.4.0 boron 6400 boot=3300 | sys1@6400 boot0@3100 radio0@202 | boot0@3300
6.4.1 boron 6401 boot=3301 | sys1@6401 boot0@3301 radio0@202 | boot0@3301
6.5.0 boron 6500 boot=3301 | sys1@6500 boot0@3301 radio0@202 | boot0@3301
0.8.0-rc.26 xenon 325 boot=215 | sys1@325 boot0@101 | boot0@215
0.8.0-rc.27 xenon 326 boot=215 | sys1@326:old boot0@101 | boot0@215
0.9.0-rc.3 xenon 402 boot=300 | sys1@402 boot0@101 | boot0@300
0.9.0 xenon 403 boot=300 | sys1@403 boot0@101 | boot0@300
1.1.0-rc.1 xenon 1100 boot=300 | sys1@1100 boot0@201 | boot0@300
1.1.0-rc.2 xenon 1101 boot=301 | sys1@1101 boot0@201 | boot0@301
1.1.0 xenon 1102 boot=301 | sys1@1102:new boot0@201 | boot0@301
1.2.0-beta.1 xenon 1201 boot=300 | sys1@1201 boot0@201 | boot0@300
1.2.0-rc.1 xenon 1202 boot=302 | sys1@1202 boot0@302 | boot0@302
1.2.1-rc.1 xenon 1210 boot=310 | sys1@1210 boot0@310 | boot0@310
1.2.1-rc.2 xenon 1211 boot=311 | sys1@1211 boot0@311 | boot0@311
1.2.1-rc.3 xenon 1212 boot=311 | sys1@1212 boot0@311 | boot0@311
1.2.1 xenon 1213 boot=311 | sys1@1213:new boot0@311 | boot0@311:new
1.3.0-alpha.1 xenon 1300 boot=311 | sys1@1300 boot0@311 | boot0@311
1.3.0-rc.1 xenon 1301 boot=311 | sys1@1301 boot0@311 | boot0@311
1.3.1-rc.1 xenon 1320 boot=400 | sys1@1320 boot0@311 | boot0@400
1.3.1 xenon 1321 boot=401 | sys1@1321:new boot0@401 | boot0@401:new
1.4.0-rc.1 xenon 1400 boot=500 | sys1@1400 boot0@500 | boot0@500
1.4.0 xenon 1401 boot=500 | sys1@1401:new boot0@401 radio0@202 | boot0@500:new
1.4.1-rc.1 xenon 1402 boot=500 | sys1@1402 boot0@401 radio0@202 | boot0@500
1.4.1 xenon 1403 boot=500 | sys1@1403:new boot0@401 radio0@202 | boot0@500:new
1.4.2 xenon 1404 boot=501 | sys1@1404:new boot0@501 radio0@202 | boot0@501:new
1.4.3 xenon 1405 boot=501 | sys1@1405:new boot0@501 radio0@202 | boot0@501:xenon-bootloader@1.4.2.bin
1.4.4 xenon 1406 boot=501 | sys1@1406:new boot0@501 radio0@202 | boot0@501:xenon-bootloader@1.4.2.bin
1.5.0-rc.1 xenon 1500 boot=501 | sys1@1500 boot0@501 radio0@202 | boot0@501
1.5.0-rc.2 xenon 1501 boot=501 | sys1@1501 boot0@501 radio0@202 | boot0@501 sys1@1102
1.5.0 xenon 1502 boot=501 | sys1@1502:new boot0@501 radio0@202 | boot0@501:new sys1@1102
1.5.1-rc.1 xenon 1510 boot=501 | sys1@1510 boot0@501 radio0@202 | boot0@501 sys1@1102
1.5.1 xenon 1511 boot=501 | sys1@1511:new boot0@501 radio0@202 | boot0@501:xenon-bootloader@1.5.0.bin sys1@1102
1.5.2 xenon 1512 boot=502 | sys1@1512:new boot0@501 radio0@202 | boot0@502:new sys1@1102
1.5.4-rc.1 xenon 1514 boot=502 | sys1@1514 boot0@501 radio0@202 | boot0@502 sys1@1102
1.5.4-rc.2 xenon 1515 boot=502 | sys1@1515 boot0@501 radio0@202 | boot0@502 sys1@1102
1.1.0-rc.1 bsom 1100 boot=300 | sys1@1100 boot0@201 | boot0@300
1.1.0-rc.2 bsom 1101 boot=301 | sys1@1101 boot0@201 | boot0@301
1.1.0 bsom 1102 boot=301 | sys1@1102:new boot0@201 | boot0@301
1.2.0-rc.1 bsom 1202 boot=302 | sys1@1202 boot0@302 | boot0@302
1.2.1-rc.1 bsom 1210 boot=310 | sys1@1210 boot0@310 | boot0@310
1.2.1-rc.2 bsom 1211 boot=311 | sys1@1211 boot0@311 | boot0@311
1.2.1-rc.3 bsom 1212 boot=311 | sys1@1212 boot0@311 | boot0@311
1.2.1 bsom 1213 boot=311 | sys1@1213:new boot0@311 | boot0@311:new
1.3.0-alpha.1 bsom 1300 boot=311 | sys1@1300 boot0@311 | boot0@311
1.3.0-rc.1 bsom 1301 boot=311 | sys1@1301 boot0@311 | boot0@311
1.3.1-rc.1 bsom 1320 boot=400 | sys1@1320 boot0@311 | boot0@400
1.3.1 bsom 1321 boot=401 | sys1@1321:new boot0@401 | boot0@401:new
1.4.0-rc.1 bsom 1400 boot=500 | sys1@1400 boot0@500 | boot0@500
1.4.0 bsom 1401 boot=500 | sys1@1401:new boot0@401 radio0@202 | boot0@500:new
1.4.1-rc.1 bsom 1402 boot=500 | sys1@1402 boot0@401 radio0@202 | boot0@500
1.4.1 bsom 1403 boot=500 | sys1@1403:new boot0@401 radio0@202 | boot0@500:new
1.4.2 bsom 1404 boot=501 | sys1@1404:new boot0@501 radio0@202 | boot0@501:new
1.4.3 bsom 1405 boot=501 | sys1@1405:new boot0@501 radio0@202 | boot0@501:bsom-bootloader@1.4.2.bin
1.4.4 bsom 1406 boot=501 | sys1@1406:new boot0@501 radio0@202 | boot0@501:bsom-bootloader@1.4.2.bin
1.5.0-rc.1 bsom 1500 boot=501 | sys1@1500 boot0@501 radio0@202 | boot0@501
1.5.0-rc.2 bsom 1501 boot=501 | sys1@1501 boot0@501 radio0@202 | boot0@501 sys1@1102
1.5.0 bsom 1502 boot=501 | sys1@1502:new boot0@501 radio0@202 | boot0@501:new sys1@1102
1.5.1-rc.1 bsom 1510 boot=501 | sys1@1510 boot0@501 radio0@202 | boot0@501 sys1@1102
1.5.1 bsom 1511 boot=501 | sys1@1511:new boot0@501 radio0@202 | boot0@501:bsom-bootloader@1.5.0.bin sys1@1102
1.5.2 bsom 1512 boot=502 | sys1@1512:new boot0@501 radio0@202 | boot0@502:new sys1@1102
1.5.4-rc.1 bsom 1514 boot=502 | sys1@1514 boot0@501 radio0@202 | boot0@502 sys1@1102
1.5.4-rc.2 bsom 1515 boot=502 | sys1@1515 boot0@501 radio0@202 | boot0@502 sys1@1102
2.0.0-alpha.1 bsom 2000 boot=1000 | sys1@2000 boot0@1000 radio0@202 | boot0@1000 sys1@1102
2.0.0-alpha.2 bsom 2001 boot=1000 | sys1@2001 boot0@1000 radio0@202 | boot0@1000 sys1@1102
2.0.0-alpha.3 bsom 2002 boot=1001 | sys1@2002 boot0@1001 radio0@202 | boot0@1001 sys1@1102
2.0.0-alpha.4 bsom 2003 boot=1002 | sys1@2003 boot0@1002 radio0@202 | boot0@1002 sys1@1102
2.0.0-rc.1 bsom 2004 boot=1002 | sys1@2004 boot0@1002 radio0@202 | boot0@1002 sys1@1102
2.0.0-rc.2 bsom 2005 boot=1003 | sys1@2005 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0-rc.3 bsom 2006 boot=1003 | sys1@2006 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0-rc.4 bsom 2007 boot=1003 | sys1@2007 boot0@1003 radio0@202 | boot0@1003 sys1@1102
2.0.0 bsom 2008 boot=1003 | sys1@2008:new boot0@1003 radio0@202 | boot0@1003:new sys1@1102
2.0.1 bsom 2011 boot=1005 | sys1@2011:new boot0@1005 radio0@202 | boot0@1005:new
2.1.0-rc.1 bsom 2100 boot=1005 | sys1@2100 boot0@1005 radio0@202 | boot0@1005
2.1.0 bsom 2101 boot=1005 | sys1@2101:new boot0@1005 radio0@202 | boot0@1005:new
2.2.0-rc.1 bsom 2200 boot=1006 | sys1@2200 boot0@1006 radio0@202 | boot0@1006
2.2.0-rc.2 bsom 2201 boot=1006 | sys1@2201 boot0@1005 radio0@202 | boot0@1006
2.2.0 bsom 2202 boot=1006 | sys1@2202:new boot0@1005 radio0@202 | boot0@1006:new
2.3.0-rc.1 bsom 2300 boot=1006 | sys1@2300 boot0@1005 radio0@202 | boot0@1006
2.3.0 bsom 2301 boot=1006 | sys1@2301:new boot0@1005 radio0@202 | boot0@1006:bsom-bootloader@2.2.0.bin
2.3.1 bsom 2302 boot=1006 | sys1@2302 boot0@1005 radio0@202 | boot0@1006
3.0.0-alpha.1 bsom 3000 boot=1005 | sys1@3000 boot0@1005 radio0@202 | boot0@1005
3.0.0-alpha.2 bsom 3001 boot=1005 | sys1@3001 boot0@1005 radio0@202 | boot0@1005
3.0.0-beta.1 bsom 3002 boot=1005 | sys1@3002 boot0@1005 radio0@202 | boot0@1005
3.0.0-rc.1 bsom 3003 boot=1005 | sys1@3003 boot0@1005 radio0@202 | boot0@1005
3.0.0-rc.2 bsom 3004 boot=1005 | sys1@3004 boot0@1005 radio0@202 | boot0@1005
3.0.0 bsom 3005 boot=1005 | sys1@3005 boot0@1005 radio0@202 | boot0@1005
3.1.0-rc.1 bsom 3102 boot=1100 | sys1@3102 boot0@1100 radio0@202 | boot0@1100
3.1.0 bsom 3103 boot=1100 | sys1@3103 boot0@1100 radio0@202 | boot0@1100
3.2.0-rc.1 bsom 3200 boot=1100 | sys1@3200 boot0@1100 radio0@202 | boot0@1100
3.2.0 bsom 3201 boot=1100 | sys1@3201 boot0@1100 radio0@202 | boot0@1100
3.3.0-rc.1 bsom 3300 boot=1100 | sys1@3300 boot0@1100 radio0@202 | boot0@1100
3.3.0 bsom 3301 boot=1100 | sys1@3301 boot0@1100 radio0@202 | boot0@1100
3.3.1 bsom 3302 boot=1100 | sys1@3302 boot0@1100 radio0@202 | boot0@1100
4.0.0-alpha.1 bsom 4000 boot=1100 | sys1@4000 boot0@1100 radio0@202 | boot0@1100
4.0.0-alpha.2 bsom 4001 boot=1101 | sys1@4001 boot0@1101 radio0@202 | boot0@1101
4.0.0-beta.1 bsom 4002 boot=1101 | sys1@4002 boot0@1101 radio0@202 | boot0@1101
4.0.0 bsom 4003 boot=1101 | sys1@4003:new boot0@1101 radio0@202 | boot0@1101:new
4.0.1-rc.1 bsom 4004 boot=1101 | sys1@4004 boot0@1101 radio0@202 | boot0@1101
4.0.1 bsom 4005 boot=1101 | sys1@4005:new boot0@1101 radio0@202 | boot0@1101:new
4.0.2 bsom 4006 boot=1101 | sys1@4006:new boot0@1101 radio0@202 | boot0@1101:new
4.1.0 bsom 4100 boot=1200 | sys1@4100:new boot0@1200 radio0@202 | boot0@1200:new
4.2.0 bsom 4200 boot=1200 | sys1@4200 boot0@1200 radio0@202 | boot0@1200
5.0.0-alpha.1 bsom 5000 boot=2000 | sys1@5000 boot0@1101 radio0@202 | boot0@2000
5.0.0-alpha.2 bsom 5001 boot=2000 | sys1@5001 boot0@1101 radio0@202 | boot0@2000
5.0.0 bsom 5002 boot=2000 | sys1@5002 boot0@1101 radio0@202 | boot0@2000
5.0.1 bsom 5003 boot=2001 | sys1@5003 boot0@2001 radio0@202 | boot0@2001
5.1.0 bsom 5004 boot=2001 | sys1@5004 boot0@2001 radio0@202 | boot0@2001
5.2.0 bsom 5200 boot=2002 | sys1@5200 boot0@2002 radio0@202 | boot0@2002
5.3.0 bsom 5300 boot=2100 | sys1@5300 boot0@2002 radio0@202 | boot0@2100
5.3.1 bsom 5301 boot=2101 | sys1@5301 boot0@2002 radio0@202 | boot0@2101
5.3.2 bsom 5302 boot=2102 | sys1@5302 boot0@2002 radio0@202 | boot0@2102
5.4.0 bsom 5400 boot=2200 | sys1@5400 boot0@2002 radio0@202 | boot0@2200
5.4.1 bsom 5410 boot=2210 | sys1@5410 boot0@2002 radio0@202 | boot0@2210
5.5.0-rc.1 bsom 5500 boot=2300 | sys1@5500 boot0@2300 radio0@202 | boot0@2300
5.5.0 bsom 5501 boot=2300 | sys1@5501 boot0@2300 radio0@202 | boot0@2300
5.6.0 bsom 5600 boot=2400 | sys1@5600 boot0@2300 radio0@202 | boot0@2400
5.7.0 bsom 5700 boot=2500 | sys1@5700 boot0@2300 radio0@202 | boot0@2500
5.8.0 bsom 5800 boot=2600 | sys1@5800 boot0@2300 radio0@202 | boot0@2600
5.8.2 bsom 5802 boot=2601 | sys1@5802 boot0@2300 radio0@202 | boot0@2601
5.9.0 bsom 5901 boot=2700 | sys1@5901 boot0@2300 radio0@202 | boot0@2700
6.0.0 bsom 6000 boot=3000 | sys1@6000 boot0@3000 radio0@202 | boot0@3000
6.1.0 bsom 6100 boot=3000 | sys1@6100 boot0@3000 radio0@202 | boot0@3000
6.1.1 bsom 6101 boot=3001 | sys1@6101 boot0@3001 radio0@202 | boot0@3001
6.2.0 bsom 6200 boot=3100 | sys1@6200 boot0@3100 radio0@202 | boot0@3100
6.3.0 bsom 6302 boot=3101 inferred | sys1@6302 boot0@3100 radio0@202 | boot0@3101
6.3.2 bsom 6303 boot=3101 inferred | sys1@6303 boot0@3100 radio0@202 | boot0@3101
6.3.3 bsom 6304 boot=3101 inferred | sys1@6304 boot0@3100 radio0@202 | boot0@3101
6.3.4 bsom 6305 boot=3200 inferred | sys1@6305 boot0@3100 radio0@202 | boot0@3200
6.4.0 bsom 6400 boot=3300 inferred | sys1@6400 boot0@3100 radio0@202 | boot0@3300
6.4.1 bsom 6401 boot=3301 | sys1@6401 boot0@3301 radio0@202 | boot0@3301
6.5.0 bsom 6500 boot=3301 inferred | sys1@6500 boot0@3301 radio0@202 | boot0@3301
1.4.5-b5som.1 b5som 1407 boot=501 | sys1@1407 boot0@501 radio0@202 | boot0@501
1.4.5-b5som.2 b5som 1408 boot=501 | sys1@1408 boot0@501 radio0@202 | boot0@501
1.5.0-rc.1 b5som 1500 boot=501 | sys1@1500 boot0@501 radio0@202 | boot0@501
1.5.0-rc.2 b5som 1501 boot=501 | sys1@1501 boot0@501 radio0@202 | boot0@501
1.5.0 b5som 1502 boot=501 | sys1@1502:new boot0@501 radio0@202 | boot0@501:new
1.5.1-rc.1 b5som 1510 boot=501 | sys1@1510 boot0@501 radio0@202 | boot0@501
1.5.1 b5som 1511 boot=501 | sys1@1511:new boot0@501 radio0@202 | boot0@501:b5som-bootloader@1.5.0.bin
1.5.2 b5som 1512 boot=502 | sys1@1512:new boot0@502 radio0@202 | boot0@502:new
1.5.4-rc.1 b5som 1514 boot=502 | sys1@1514 boot0@502 radio0@202 | boot0@502
1.5.4-rc.2 b5som 1515 boot=502 | sys1@1515 boot0@502 radio0@202 | boot0@502
2.0.0-alpha.1 b5som 2000 boot=1000 | sys1@2000 boot0@1000 radio0@202 | boot0@1000
2.0.0-alpha.2 b5som 2001 boot=1000 | sys1@2001 boot0@1000 radio0@202 | boot0@1000
2.0.0-alpha.3 b5som 2002 boot=1001 | sys1@2002 boot0@1001 radio0@202 | boot0@1001
2.0.0-alpha.4 b5som 2003 boot=1002 | sys1@2003 boot0@1002 radio0@202 | boot0@1002
2.0.0-rc.1 b5som 2004 boot=1002 | sys1@2004 boot0@1002 radio0@202 | boot0@1002
2.0.0-rc.2 b5som 2005 boot=1003 | sys1@2005 boot0@1003 radio0@202 | boot0@1003
2.0.0-rc.3 b5som 2006 boot=1003 | sys1@2006 boot0@1003 radio0@202 | boot0@1003
2.0.0-rc.4 b5som 2007 boot=1003 | sys1@2007 boot0@1003 radio0@202 | boot0@1003
2.0.0 b5som 2008 boot=1003 | sys1@2008:new boot0@1003 radio0@202 | boot0@1003:new
2.0.1 b5som 2011 boot=1005 | sys1@2011:new boot0@1005 radio0@202 | boot0@1005:new
2.1.0-rc.1 b5som 2100 boot=1005 | sys1@2100 boot0@1005 radio0@202 | boot0@1005
2.1.0 b5som 2101 boot=1005 | sys1@2101:new boot0@1005 radio0@202 | boot0@1005:new
2.2.0-rc.1 b5som 2200 boot=1006 | sys1@2200 boot0@1005 radio0@202 | boot0@1006
2.2.0-rc.2 b5som 2201 boot=1006 | sys1@2201 boot0@1006 radio0@202 | boot0@1006
2.2.0 b5som 2202 boot=1006 | sys1@2202:new boot0@1006 radio0@202 | boot0@1006:new
2.3.0-rc.1 b5som 2300 boot=1006 | sys1@2300 boot0@1006 radio0@202 | boot0@1006
2.3.0 b5som 2301 boot=1006 | sys1@2301:new boot0@1006 radio0@202 | boot0@1006:b5som-bootloader@2.2.0.bin
2.3.1 b5som 2302 boot=1006 | sys1@2302 boot0@1006 radio0@202 | boot0@1006
3.0.0-alpha.1 b5som 3000 boot=1005 | sys1@3000 boot0@1005 radio0@202 | boot0@1005
3.0.0-alpha.2 b5som 3001 boot=1005 | sys1@3001 boot0@1005 radio0@202 | boot0@1005
3.0.0-beta.1 b5som 3002 boot=1005 | sys1@3002 boot0@1005 radio0@202 | boot0@1005
3.0.0-rc.1 b5som 3003 boot=1005 | sys1@3003 boot0@1005 radio0@202 | boot0@1005
3.0.0-rc.2 b5som 3004 boot=1005 | sys1@3004 boot0@1005 radio0@202 | boot0@1005
3.0.0 b5som 3005 boot=1005 | sys1@3005 boot0@1005 radio0@202 | boot0@1005
3.1.0-rc.1 b5som 3102 boot=1100 | sys1@3102 boot0@1100 radio0@202 | boot0@1100
3.1.0 b5som 3103 boot=1100 | sys1@3103 boot0@1100 radio0@202 | boot0@1100
3.2.0-rc.1 b5som 3200 boot=1100 | sys1@3200 boot0@1100 radio0@202 | boot0@1100
3.2.0 b5som 3201 boot=1100 | sys1@3201 boot0@1100 radio0@202 | boot0@1100
3.3.0-rc.1 b5som 3300 boot=1100 | sys1@3300 boot0@1100 radio0@202 | boot0@1100
3.3.0 b5som 3301 boot=1100 | sys1@3301 boot0@1100 radio0@202 | boot0@1100
3.3.1 b5som 3302 boot=1100 | sys1@3302 boot0@1100 radio0@202 | boot0@1100
4.0.0-alpha.1 b5som 4000 boot=1100 | sys1@4000 boot0@1100 radio0@202 | boot0@1100
4.0.0-alpha.2 b5som 4001 boot=1101 | sys1@4001 boot0@1101 radio0@202 | boot0@1101
4.0.0-beta.1 b5som 4002 boot=1101 | sys1@4002 boot0@1101 radio0@202 | boot0@1101
4.0.0 b5som 4003 boot=1101 | sys1@4003:new boot0@1101 radio0@202 | boot0@1101:new
4.0.1-rc.1 b5som 4004 boot=1101 | sys1@4004 boot0@1101 radio0@202 | boot0@1101
4.0.1 b5som 4005 boot=1101 | sys1@4005:new boot0@1101 radio0@202 | boot0@1101:new
4.0.2 b5som 4006 boot=1101 | sys1@4006:new boot0@1101 radio0@202 | boot0@1101:new
4.1.0 b5som 4100 boot=1200 | sys1@4100:new boot0@1200 radio0@202 | boot0@1200:new
4.2.0 b5som 4200 boot=1200 | sys1@4200 boot0@1200 radio0@202 | boot0@1200
5.0.0-alpha.1 b5som 5000 boot=2000 | sys1@5000 boot0@1101 radio0@202 | boot0@2000
5.0.0-alpha.2 b5som 5001 boot=2000 | sys1@5001 boot0@1101 radio0@202 | boot0@2000
5.0.0 b5som 5002 boot=2000 | sys1@5002 boot0@1101 radio0@202 | boot0@2000
5.0.1 b5som 5003 boot=2001 | sys1@5003 boot0@2001 radio0@202 | boot0@2001
5.1.0 b5som 5004 boot=2001 | sys1@5004 boot0@2001 radio0@202 | boot0@2001
5.2.0 b5som 5200 boot=2002 | sys1@5200 boot0@2002 radio0@202 | boot0@2002
5.3.0 b5som 5300 boot=2100 | sys1@5300 boot0@2002 radio0@202 | boot0@2100
5.3.1 b5som 5301 boot=2101 | sys1@5301 boot0@2002 radio0@202 | boot0@2101
5.3.2 b5som 5302 boot=2102 | sys1@5302 boot0@2002 radio0@202 | boot0@2102
5.4.0 b5som 5400 boot=2200 | sys1@5400 boot0@2002 radio0@202 | boot0@2200
5.4.1 b5som 5410 boot=2210 | sys1@5410 boot0@2002 radio0@202 | boot0@2210
5.5.0-rc.1 b5som 5500 boot=2300 | sys1@5500 boot0@2300 radio0@202 | boot0@2300
5.5.0 b5som 5501 boot=2300 | sys1@5501 boot0@2300 radio0@202 | boot0@2300
5.6.0 b5som 5600 boot=2400 | sys1@5600 boot0@2300 radio0@202 | boot0@2400
5.7.0 b5som 5700 boot=2500 | sys1@5700 boot0@2300 radio0@202 | boot0@2500
5.8.0 b5som 5800 boot=2600 | sys1@5800 boot0@2300 radio0@202 | boot0@2600
5.8.2 b5som 5802 boot=2601 | sys1@5802 boot0@2300 radio0@202 | boot0@2601
5.9.0 b5som 5901 boot=2700 | sys1@5901 boot0@2300 radio0@202 | boot0@2700
6.0.0 b5som 6000 boot=3000 | sys1@6000 boot0@3000 radio0@202 | boot0@3000
6.1.0 b5som 6100 boot=3000 | sys1@6100 boot0@3000 radio0@202 | boot0@3000
6.1.1 b5som 6101 boot=3001 | sys1@6101 boot0@3001 radio0@202 | boot0@3001
6.2.0 b5som 6200 boot=3100 | sys1@6200 boot0@3100 radio0@202 | boot0@3100
6.3.0 b5som 6302 boot=3101 inferred | sys1@6302 boot0@3100 radio0@202 | boot0@3101
6.3.2 b5som 6303 boot=3101 inferred | sys1@6303 boot0@3100 radio0@202 | boot0@3101
6.3.3 b5som 6304 boot=3101 inferred | sys1@6304 boot0@3100 radio0@202 | boot0@3101
6.3.4 b5som 6305 boot=3200 inferred | sys1@6305 boot0@3100 radio0@202 | boot0@3200
6.4.0 b5som 6400 boot=3300 inferred | sys1@6400 boot0@3100 radio0@202 | boot0@3300
6.4.1 b5som 6401 boot=3301 | sys1@6401 boot0@3301 radio0@202 | boot0@3301
6.5.0 b5som 6500 boot=3301 inferred | sys1@6500 boot0@3301 radio0@202 | boot0@3301
1.5.3-tracker.1 tracker 1513 boot=502 | sys1@1513 boot0@502 radio0@202 | boot0@502
1.5.4-rc.1 tracker 1514 boot=502 | sys1@1514 boot0@502 radio0@202 | boot0@502
1.5.4-rc.2 tracker 1515 boot=502 | sys1@1515 boot0@502 radio0@202 | boot0@502
2.0.0-alpha.1 tracker 2000 boot=1000 | sys1@2000 boot0@1000 radio0@202 | boot0@1000
2.0.0-alpha.2 tracker 2001 boot=1000 | sys1@2001 boot0@1000 radio0@202 | boot0@1000
2.0.0-alpha.3 tracker 2002 boot=1001 | sys1@2002 boot0@1001 radio0@202 | boot0@1001
2.0.0-alpha.4 tracker 2003 boot=1002 | sys1@2003 boot0@1002 radio0@202 | boot0@1002
2.0.0-rc.3 tracker 2006 boot=1003 | sys1@2006 boot0@1003 radio0@202 | boot0@1003
2.0.0-rc.4 tracker 2007 boot=1003 | sys1@2007 boot0@1003 radio0@202 | boot0@1003
2.0.0 tracker 2008 boot=1003 | sys1@2008:new boot0@1003 radio0@202 | boot0@1003:new
2.0.1 tracker 2011 boot=1005 | sys1@2011:new boot0@1005 radio0@202 | boot0@1005:new
2.1.0-rc.1 tracker 2100 boot=1005 | sys1@2100 boot0@1005 radio0@202 | boot0@1005
2.1.0 tracker 2101 boot=1005 | sys1@2101:new boot0@1005 radio0@202 | boot0@1005:new
2.2.0-rc.1 tracker 2200 boot=1006 | sys1@2200 boot0@1005 radio0@202 | boot0@1006
2.2.0-rc.2 tracker 2201 boot=1006 | sys1@2201 boot0@1006 radio0@202 | boot0@1006
2.2.0 tracker 2202 boot=1006 | sys1@2202:new boot0@1006 radio0@202 | boot0@1006:new
2.3.0-rc.1 tracker 2300 boot=1006 | sys1@2300 boot0@1006 radio0@202 | boot0@1006
2.3.0 tracker 2301 boot=1006 | sys1@2301:new boot0@1006 radio0@202 | boot0@1006:tracker-bootloader@2.2.0.bin
2.3.1 tracker 2302 boot=1006 | sys1@2302 boot0@1006 radio0@202 | boot0@1006
3.0.0-alpha.1 tracker 3000 boot=1005 | sys1@3000 boot0@1005 radio0@202 | boot0@1005
3.0.0-alpha.2 tracker 3001 boot=1005 | sys1@3001 boot0@1005 ncp0@7 | boot0@1005
3.0.0-beta.1 tracker 3002 boot=1005 | sys1@3002 boot0@1005 ncp0@7 | boot0@1005
3.0.0-rc.1 tracker 3003 boot=1005 | sys1@3003 boot0@1005 ncp0@7 | boot0@1005
3.0.0-rc.2 tracker 3004 boot=1005 | sys1@3004 boot0@1005 ncp0@7 | boot0@1005
3.0.0 tracker 3005 boot=1005 | sys1@3005 boot0@1005 ncp0@7 | boot0@1005
3.1.0-rc.1 tracker 3102 boot=1100 | sys1@3102 boot0@1100 ncp0@7 | boot0@1100
3.1.0 tracker 3103 boot=1100 | sys1@3103 boot0@1100 ncp0@7 | boot0@1100
3.2.0-rc.1 tracker 3200 boot=1100 | sys1@3200 boot0@1100 ncp0@7 | boot0@1100
3.2.0 tracker 3201 boot=1100 | sys1@3201 boot0@1100 ncp0@7 | boot0@1100
3.3.0-rc.1 tracker 3300 boot=1100 | sys1@3300 boot0@1100 ncp0@7 | boot0@1100
3.3.0 tracker 3301 boot=1100 | sys1@3301 boot0@1100 ncp0@7 | boot0@1100
3.3.1 tracker 3302 boot=1100 | sys1@3302 boot0@1100 ncp0@7 | boot0@1100
4.0.0-alpha.1 tracker 4000 boot=1100 | sys1@4000 boot0@1100 ncp0@7 | boot0@1100
4.0.0-alpha.2 tracker 4001 boot=1101 | sys1@4001 boot0@1101 ncp0@7 | boot0@1101
4.0.0-beta.1 tracker 4002 boot=1101 | sys1@4002 boot0@1101 ncp0@7 | boot0@1101
4.0.0 tracker 4003 boot=1101 | sys1@4003:new boot0@1101 ncp0@7 | boot0@1101:new
4.0.1-rc.1 tracker 4004 boot=1101 | sys1@4004 boot0@1101 ncp0@7 | boot0@1101
4.0.1 tracker 4005 boot=1101 | sys1@4005:new boot0@1101 ncp0@7 | boot0@1101:new
4.0.2 tracker 4006 boot=1101 | sys1@4006:new boot0@1101 ncp0@7 | boot0@1101:new
4.1.0 tracker 4100 boot=1200 | sys1@4100:new boot0@1200 ncp0@7 | boot0@1200:new
4.2.0 tracker 4200 boot=1200 | sys1@4200 boot0@1200 ncp0@7 | boot0@1200
5.0.0-alpha.1 tracker 5000 boot=2000 | sys1@5000 boot0@1101 ncp0@7 | boot0@2000
5.0.0-alpha.2 tracker 5001 boot=2000 | sys1@5001 boot0@1101 ncp0@7 | boot0@2000
5.0.0 tracker 5002 boot=2000 | sys1@5002 boot0@1101 ncp0@7 | boot0@2000
5.0.1 tracker 5003 boot=2001 | sys1@5003 boot0@2001 ncp0@7 | boot0@2001
5.1.0 tracker 5004 boot=2001 | sys1@5004 boot0@2001 ncp0@7 | boot0@2001
5.2.0 tracker 5200 boot=2002 | sys1@5200 boot0@2002 ncp0@7 | boot0@2002
5.3.0 tracker 5300 boot=2100 | sys1@5300 boot0@2002 ncp0@7 | boot0@2100
5.3.1 tracker 5301 boot=2101 | sys1@5301 boot0@2002 ncp0@7 | boot0@2101
5.3.2 tracker 5302 boot=2102 | sys1@5302 boot0@2002 ncp0@7 | boot0@2102
5.4.0 tracker 5400 boot=2200 | sys1@5400 boot0@2002 ncp0@7 | boot0@2200
5.4.1 tracker 5410 boot=2210 | sys1@5410 boot0@2002 ncp0@7 | boot0@2210
5.5.0-rc.1 tracker 5500 boot=2300 | sys1@5500 boot0@2300 ncp0@7 | boot0@2300
5.5.0 tracker 5501 boot=2300 | sys1@5501 boot0@2300 ncp0@7 | boot0@2300
5.6.0 tracker 5600 boot=2400 | sys1@5600 boot0@2300 sys1@3001 | boot0@2400
5.7.0 tracker 5700 boot=2500 | sys1@5700 boot0@2300 sys1@3001 | boot0@2500
5.8.0 tracker 5800 boot=2600 | sys1@5800 boot0@2300 sys1@3001 | boot0@2600
5.8.2 tracker 5802 boot=2601 | sys1@5802 boot0@2300 sys1@3001 | boot0@2601
5.9.0 tracker 5901 boot=2700 | sys1@5901 boot0@2300 sys1@3001 | boot0@2700
6.0.0 tracker 6000 boot=3000 | sys1@6000 boot0@3000 sys1@3001 | boot0@3000
6.1.0 tracker 6100 boot=3000 | sys1@6100 boot0@3000 sys1@3001 | boot0@3000
6.1.1 tracker 6101 boot=3001 | sys1@6101 boot0@3001 sys1@3001 | boot0@3001
6.2.0 tracker 6200 boot=3100 | sys1@6200 boot0@3100 sys1@3001 | boot0@3100
6.3.0 tracker 6302 boot=3101 inferred | sys1@6302 boot0@3100 sys1@3001 | boot0@3101
6.3.2 tracker 6303 boot=3101 inferred | sys1@6303 boot0@3100 sys1@3001 | boot0@3101
6.3.3 tracker 6304 boot=3101 inferred | sys1@6304 boot0@3100 sys1@3001 | boot0@3101
6.3.4 tracker 6305 boot=3200 | sys1@6305 boot0@3100 sys1@3001 | boot0@3200
6.4.0 tracker 6400 boot=3300 | sys1@6400 boot0@3100 sys1@3001 | boot0@3300
6.4.1 tracker 6401 boot=3301 | sys1@6401 boot0@3301 sys1@3001 | boot0@3301
6.5.0 tracker 6500 boot=3301 | sys1@6500 boot0@3301 sys1@3001 | boot0@3301
4.0.0-alpha.2 esomx 4001 boot=1101 | sys1@4001 boot0@1101 radio0@202 | boot0@1101
4.0.0-beta.1 esomx 4002 boot=1101 | sys1@4002 boot0@1101 radio0@202 | boot0@1101
4.0.0 esomx 4003 boot=1101 | sys1@4003:new boot0@1101 radio0@202 | boot0@1101:new
4.0.1-rc.1 esomx 4004 boot=1101 | sys1@4004 boot0@1101 radio0@202 | boot0@1101
4.0.1 esomx 4005 boot=1101 | sys1@4005:new boot0@1101 radio0@202 | boot0@1101:new
4.0.2 esomx 4006 boot=1101 | sys1@4006:new boot0@1101 radio0@202 | boot0@1101:new
4.1.0 esomx 4100 boot=1200 | sys1@4100:new boot0@1200 radio0@202 | boot0@1200:new
4.2.0 esomx 4200 boot=1200 | sys1@4200 boot0@1200 radio0@202 | boot0@1200
5.0.0-alpha.1 esomx 5000 boot=2000 | sys1@5000 boot0@1101 radio0@202 | boot0@2000
5.0.0-alpha.2 esomx 5001 boot=2000 | sys1@5001 boot0@1101 radio0@202 | boot0@2000
5.0.0 esomx 5002 boot=2000 | sys1@5002 boot0@1101 radio0@202 | boot0@2000
5.0.1 esomx 5003 boot=2001 | sys1@5003 boot0@2001 radio0@202 | boot0@2001
5.1.0 esomx 5004 boot=2001 | sys1@5004 boot0@2001 radio0@202 | boot0@2001
5.2.0 esomx 5200 boot=2002 | sys1@5200 boot0@2002 radio0@202 | boot0@2002
5.3.0 esomx 5300 boot=2100 | sys1@5300 boot0@2002 radio0@202 | boot0@2100
5.3.1 esomx 5301 boot=2101 | sys1@5301 boot0@2002 radio0@202 | boot0@2101
5.3.2 esomx 5302 boot=2102 | sys1@5302 boot0@2002 radio0@202 | boot0@2102
5.4.0 esomx 5400 boot=2200 | sys1@5400 boot0@2002 radio0@202 | boot0@2200
5.4.1 esomx 5410 boot=2210 | sys1@5410 boot0@2002 radio0@202 | boot0@2210
5.5.0-rc.1 esomx 5500 boot=2300 | sys1@5500 boot0@2300 radio0@202 | boot0@2300
5.5.0 esomx 5501 boot=2300 | sys1@5501 boot0@2300 radio0@202 | boot0@2300
5.6.0 esomx 5600 boot=2400 | sys1@5600 boot0@2300 radio0@202 | boot0@2400
5.7.0 esomx 5700 boot=2500 | sys1@5700 boot0@2300 radio0@202 | boot0@2500
5.8.0 esomx 5800 boot=2600 | sys1@5800 boot0@2300 radio0@202 | boot0@2600
5.8.2 esomx 5802 boot=2601 | sys1@5802 boot0@2300 radio0@202 | boot0@2601
5.9.0 esomx 5901 boot=2700 | sys1@5901 boot0@2300 radio0@202 | boot0@2700
6.0.0 esomx 6000 boot=3000 | sys1@6000 boot0@3000 radio0@202 | boot0@3000
6.1.0 esomx 6100 boot=3000 | sys1@6100 boot0@3000 radio0@202 | boot0@3000
6.1.1 esomx 6101 boot=3001 | sys1@6101 boot0@3001 radio0@202 | boot0@3001
6.2.0 esomx 6200 boot=3100 | sys1@6200 boot0@3100 radio0@202 | boot0@3100
6.3.0 esomx 6302 boot=3101 inferred | sys1@6302 boot0@3100 radio0@202 | boot0@3101
6.3.2 esomx 6303 boot=3101 inferred | sys1@6303 boot0@3100 radio0@202 | boot0@3101
6.3.3 esomx 6304 boot=3101 inferred | sys1@6304 boot0@3100 radio0@202 | boot0@3101
6.3.4 esomx 6305 boot=3200 inferred | sys1@6305 boot0@3100 radio0@202 | boot0@3200
6.4.0 esomx 6400 boot=3300 inferred | sys1@6400 boot0@3100 radio0@202 | boot0@3300
6.4.1 esomx 6401 boot=3301 | sys1@6401 boot0@3301 radio0@202 | boot0@3301
6.5.0 esomx 6500 boot=3301 inferred | sys1@6500 boot0@3301 radio0@202 | boot0@3301
5.0.0-alpha.1 p2 5000 boot=2000 | sys1@5000 boot0@2000 | boot0@2000 boot2@3
5.0.0-alpha.2 p2 5001 boot=2000 | sys1@5001 boot0@2000 | boot0@2000 boot2@3
5.0.0 p2 5002 boot=2000 | sys1@5002 boot0@2000 | boot0@2000 boot2@3
5.0.1 p2 5003 boot=2001 | sys1@5003 boot0@2001 | boot0@2001 boot2@3
5.1.0 p2 5004 boot=2001 | sys1@5004 boot0@2001 | boot0@2001 boot2@3
5.2.0 p2 5200 boot=2002 | sys1@5200 boot0@2002 | boot0@2002 boot2@4
5.3.0 p2 5300 boot=2100 | sys1@5300 boot0@2100 | boot0@2100 boot2@5
5.3.1 p2 5301 boot=2101 | sys1@5301 boot0@2101 | boot0@2101 boot2@5
5.3.2 p2 5302 boot=2102 | sys1@5302 boot0@2102 | boot0@2102 boot2@5
5.4.0 p2 5400 boot=2200 | sys1@5400 boot0@2200 | boot0@2200 boot2@6
5.4.1 p2 5410 boot=2210 | sys1@5410 boot0@2210 | boot0@2210 boot2@6
5.5.0-rc.1 p2 5500 boot=2300 | sys1@5500 boot0@2300 | boot0@2300 boot2@7
5.5.0 p2 5501 boot=2300 | sys1@5501 boot0@2300 | boot0@2300 boot2@7
5.6.0 p2 5600 boot=2400 | sys1@5600 boot0@2400 | boot0@2400 boot2@7
5.7.0 p2 5700 boot=2500 | sys1@5700 boot0@2400 | boot0@2500 boot2@7
5.8.0 p2 5800 boot=2600 | sys1@5800 boot0@2600 | boot0@2600 boot2@7
5.8.2 p2 5802 boot=2601 | sys1@5802 boot0@2601 | boot0@2601 boot2@8
5.9.0 p2 5901 boot=2700 | sys1@5901 boot0@2700 | boot0@2700 boot2@9
6.0.0 p2 6000 boot=3000 | sys1@6000 boot0@3000 | boot0@3000 boot2@8
6.1.0 p2 6100 boot=3000 | sys1@6100 boot0@3000 | boot0@3000 boot2@8
6.2.0 p2 6200 boot=3100 | sys1@6200 boot0@3100 | boot0@3100 boot2@9
6.3.0 p2 6302 boot=3101 inferred | sys1@6302 boot0@3101 | boot0@3101 boot2@10
6.3.2 p2 6303 boot=3101 inferred | sys1@6303 boot0@3101 | boot0@3101 boot2@10
6.3.3 p2 6304 boot=3101 inferred | sys1@6304 boot0@3101 | boot0@3101 boot2@10
6.3.4 p2 6305 boot=3200 | sys1@6305 boot0@3200 | boot0@3200 boot2@11
6.4.0 p2 6400 boot=3300 inferred | sys1@6400 boot0@3300 | boot0@3300 boot2@13
6.4.1 p2 6401 boot=3301 | sys1@6401 boot0@3301 | boot0@3301 boot2@13
6.5.0 p2 6500 boot=3301 | sys1@6500 boot0@3301 | boot0@3301 boot2@13
5.0.0 trackerm 5002 boot=2000 | sys1@5002 boot0@2000 | boot0@2000 boot2@3
5.0.1 trackerm 5003 boot=2001 | sys1@5003 boot0@2001 | boot0@2001 boot2@3
5.1.0 trackerm 5004 boot=2001 | sys1@5004 boot0@2001 | boot0@2001 boot2@3
5.2.0 trackerm 5200 boot=2002 | sys1@5200 boot0@2002 | boot0@2002 boot2@4
5.3.0 trackerm 5300 boot=2100 | sys1@5300 boot0@2100 | boot0@2100 boot2@5
5.3.1 trackerm 5301 boot=2101 | sys1@5301 boot0@2101 | boot0@2101 boot2@5
5.3.2 trackerm 5302 boot=2102 | sys1@5302 boot0@2102 | boot0@2102 boot2@5
5.4.0 trackerm 5400 boot=2200 | sys1@5400 boot0@2200 | boot0@2200 boot2@6
5.4.1 trackerm 5410 boot=2210 | sys1@5410 boot0@2210 | boot0@2210 boot2@6
5.5.0-rc.1 trackerm 5500 boot=2300 | sys1@5500 boot0@2300 | boot0@2300 boot2@7
5.5.0 trackerm 5501 boot=2300 | sys1@5501 boot0@2300 | boot0@2300 boot2@7
5.6.0 trackerm 5600 boot=2400 | sys1@5600 boot0@2400 | boot0@2400 boot2@7
5.7.0 trackerm 5700 boot=2500 | sys1@5700 boot0@2400 | boot0@2500 boot2@7
5.8.0 trackerm 5800 boot=2600 | sys1@5800 boot0@2600 | boot0@2600 boot2@7
5.8.2 trackerm 5802 boot=2601 | sys1@5802 boot0@2601 | boot0@2601 boot2@8
5.9.0 trackerm 5901 boot=2700 | sys1@5901 boot0@2700 | boot0@2700 boot2@9
6.0.0 trackerm 6000 boot=3000 | sys1@6000 boot0@3000 | boot0@3000 boot2@8
6.1.0 trackerm 6100 boot=3000 | sys1@6100 boot0@3000 | boot0@3000 boot2@8
6.2.0 trackerm 6200 boot=3100 | sys1@6200 boot0@3100 | boot0@3100 boot2@9
6.3.0 trackerm 6302 boot=3101 inferred | sys1@6302 boot0@3101 | boot0@3101 boot2@10
6.3.2 trackerm 6303 boot=3101 inferred | sys1@6303 boot0@3101 | boot0@3101 boot2@10
6.3.3 trackerm 6304 boot=3101 inferred | sys1@6304 boot0@3101 | boot0@3101 boot2@10
6.3.4 trackerm 6305 boot=3200 inferred | sys1@6305 boot0@3200 | boot0@3200 boot2@11
6.4.0 trackerm 6400 boot=3300 inferred | sys1@6400 boot0@3300 | boot0@3300 boot2@13
6.4.1 trackerm 6401 boot=3301 | sys1@6401 boot0@3301 | boot0@3301 boot2@13
6.5.0 trackerm 6500 boot=3301 | sys1@6500 boot0@3301 | boot0@3301 boot2@13
5.5.0-rc.1 msom 5500 boot=2300 | sys1@5500 boot0@2300 | boot0@2300 boot2@7
5.5.0 msom 5501 boot=2300 | sys1@5501 boot0@2300 | boot0@2300 boot2@7
5.6.0 msom 5600 boot=2400 | sys1@5600 boot0@2400 | boot0@2400 boot2@7
5.7.0 msom 5700 boot=2500 | sys1@5700 boot0@2400 | boot0@2500 boot2@7
5.8.0 msom 5800 boot=2600 | sys1@5800 boot0@2600 | boot0@2600 boot2@7
5.8.2 msom 5802 boot=2601 | sys1@5802 boot0@2601 | boot0@2601 boot2@8
5.9.0 msom 5901 boot=2700 | sys1@5901 boot0@2700 | boot0@2700 boot2@9
6.0.0 msom 6000 boot=3000 | sys1@6000 boot0@3000 | boot0@3000 boot2@8
6.1.0 msom 6100 boot=3000 | sys1@6100 boot0@3000 | boot0@3000 boot2@8
6.2.0 msom 6200 boot=3100 | sys1@6200 boot0@3100 | boot0@3100 boot2@9
6.3.0 msom 6302 boot=3101 | sys1@6302 boot0@3101 | boot0@3101 boot2@10
6.3.2 msom 6303 boot=3101 | sys1@6303 boot0@3101 | boot0@3101 boot2@10
6.3.3 msom 6304 boot=3101 | sys1@6304 boot0@3101 | boot0@3101 boot2@10
6.3.4 msom 6305 boot=3200 | sys1@6305 boot0@3200 | boot0@3200 boot2@11
6.4.0 msom 6400 boot=3300 | sys1@6400 boot0@3300 | boot0@3300 boot2@13
6.4.1 msom 6401 boot=3301 | sys1@6401 boot0@3301 | boot0@3301 boot2@13
6.5.0 msom 6500 boot=3301 | sys1@6500 boot0@3301 | boot0@3301 boot2@13
`;
