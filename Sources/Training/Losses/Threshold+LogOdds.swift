#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// log(p / (1 − p)): the margin z₀ − z₁ at which class 0 has probability p.
func logOdds(_ p: Double) -> Double { log(p / (1 - p)) }
