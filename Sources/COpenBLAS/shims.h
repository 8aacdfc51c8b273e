#pragma once
#include <cblas.h>
#include <openblas_config.h>
#include "processor.h"

// LAPACK, whose Fortran symbols libopenblas exports (blasint is 32 bits wide in Debian's build).
// Trailing hidden string lengths are not declared: every text argument has one character.
void dsyevd_(
  const char *job, const char *triangle, const blasint *n, double *a, const blasint *lda,
  double *eigenvalues, double *work, const blasint *workCount, blasint *integerWork,
  const blasint *integerWorkCount, blasint *info);
void dpotrf_(
  const char *triangle, const blasint *n, double *a, const blasint *lda, blasint *info);
void dpotrs_(
  const char *triangle, const blasint *n, const blasint *columns, const double *a,
  const blasint *lda, double *b, const blasint *ldb, blasint *info);
void dgelsd_(
  const blasint *m, const blasint *n, const blasint *columns, double *a, const blasint *lda,
  double *b, const blasint *ldb, double *singularValues, const double *rcond, blasint *rank,
  double *work, const blasint *workCount, blasint *integerWork, blasint *info);
