#pragma once
#include <hdf5.h>
#include <unistd.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "arrays are stored little-endian, straight from memory"
#endif

// Names of HDF5 that are C macros over global variables, which Swift cannot import. Each of them
// opens the library when it is not open yet.
static inline hid_t w2s_h5_float32(void) { return H5T_IEEE_F32LE; }
static inline hid_t w2s_h5_float64(void) { return H5T_IEEE_F64LE; }
static inline hid_t w2s_h5_int32(void) { return H5T_STD_I32LE; }
static inline hid_t w2s_h5_int64(void) { return H5T_STD_I64LE; }
static inline hid_t w2s_h5_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t w2s_h5_c_string(void) { return H5T_C_S1; }
static inline size_t w2s_h5_variable_length(void) { return H5T_VARIABLE; }
static inline hid_t w2s_h5_default_properties(void) { return H5P_DEFAULT; }
static inline hid_t w2s_h5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t w2s_h5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t w2s_h5_group_creation(void) { return H5P_GROUP_CREATE; }
static inline hid_t w2s_h5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline unsigned w2s_h5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned w2s_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline hid_t w2s_h5_all(void) { return H5S_ALL; }
static inline haddr_t w2s_h5_no_address(void) { return HADDR_UNDEF; }

#ifdef __linux__
// Not visible to Swift without _GNU_SOURCE.
int memfd_create(const char *name, unsigned int flags);
int sync_file_range(int file, long offset, long count, unsigned int flags);
#endif
