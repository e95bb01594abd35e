import Glibc

// `dreamkit-fuzz TARGET SECONDS [SEED]`; see FuzzRun.
exit(FuzzRun.main(Array(CommandLine.arguments.dropFirst())))
