// What the numeric targets are compiled for, against what the processor can do. The macros are
// those of whoever imports this header, that is, of Swift code built with the same -march.
#pragma once
#include <stddef.h>

// What Swift code cannot ask: whether a product and a sum are one instruction where it is compiled,
// and whether there are 32 registers of sixteen floats. Calls of these leave constants behind.
static inline int w2s_fuses(void) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return 1;
#else
  return 0;
#endif
}

static inline int w2s_is_wide(void) {
#ifdef __AVX512F__
  return 1;
#else
  return 0;
#endif
}

// Whether the processor has the instructions of that name. `unknown` is 1 off x86-64.
static inline int w2s_has_avx2(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return 0;
#endif
}

static inline int w2s_has_avx512(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512cd");
#else
  return 0;
#endif
}

// The name of the index-th instruction set that the code uses and the processor lacks; NULL after
// the last.
static inline const char *w2s_missing_feature(int index) {
#if defined(__x86_64__)
  __builtin_cpu_init();
#define W2S_CHECK(feature) \
  if (!__builtin_cpu_supports(feature) && index-- == 0) return feature;
#ifdef __SSE3__
  W2S_CHECK("sse3")
#endif
#ifdef __SSSE3__
  W2S_CHECK("ssse3")
#endif
#ifdef __SSE4_1__
  W2S_CHECK("sse4.1")
#endif
#ifdef __SSE4_2__
  W2S_CHECK("sse4.2")
#endif
#ifdef __POPCNT__
  W2S_CHECK("popcnt")
#endif
#ifdef __AVX__
  W2S_CHECK("avx")
#endif
#ifdef __AVX2__
  W2S_CHECK("avx2")
#endif
#ifdef __FMA__
  W2S_CHECK("fma")
#endif
#ifdef __BMI__
  W2S_CHECK("bmi")
#endif
#ifdef __BMI2__
  W2S_CHECK("bmi2")
#endif
#ifdef __AVX512F__
  W2S_CHECK("avx512f")
#endif
#ifdef __AVX512CD__
  W2S_CHECK("avx512cd")
#endif
#ifdef __AVX512BW__
  W2S_CHECK("avx512bw")
#endif
#ifdef __AVX512DQ__
  W2S_CHECK("avx512dq")
#endif
#ifdef __AVX512VL__
  W2S_CHECK("avx512vl")
#endif
#ifdef __AVX512IFMA__
  W2S_CHECK("avx512ifma")
#endif
#ifdef __AVX512VBMI__
  W2S_CHECK("avx512vbmi")
#endif
#ifdef __AVX512VBMI2__
  W2S_CHECK("avx512vbmi2")
#endif
#ifdef __AVX512VNNI__
  W2S_CHECK("avx512vnni")
#endif
#ifdef __AVX512BITALG__
  W2S_CHECK("avx512bitalg")
#endif
#ifdef __AVX512VPOPCNTDQ__
  W2S_CHECK("avx512vpopcntdq")
#endif
#ifdef __AVX512BF16__
  W2S_CHECK("avx512bf16")
#endif
#ifdef __AVX512VP2INTERSECT__
  W2S_CHECK("avx512vp2intersect")
#endif
#ifdef __GFNI__
  W2S_CHECK("gfni")
#endif
#ifdef __VPCLMULQDQ__
  W2S_CHECK("vpclmulqdq")
#endif
#undef W2S_CHECK
#endif
  (void)index;
  return NULL;
}

// The widest instruction set that the code uses, for people.
static inline const char *w2s_instruction_set(void) {
#if defined(__AVX512F__)
  return "AVX-512";
#elif defined(__AVX2__)
  return "AVX2";
#elif defined(__AVX__)
  return "AVX";
#elif defined(__x86_64__)
  return "SSE2";
#elif defined(__ARM_NEON)
  return "NEON";
#else
  return "generic";
#endif
}
